'use client'

import type { Secret } from '@app-connections/schemas'
import { Button } from '@/components/ui/controls/button.tsx'
import { Dialog } from '@/components/ui/overlays/dialog.tsx'
import { KeyHistory } from './key-history.tsx'
import { KeyValue } from './key-value.tsx'
import type { SetPlace } from './place.ts'

/** One key: its value for those who may see it, its history, and what may be done with it. */
export function KeyDialog({
  place,
  secret,
  writes,
  onEdit,
  onRemove,
  onClose,
}: {
  place: SetPlace
  secret: Secret
  /** Whether the visitor may see values and change them. */
  writes: boolean
  onEdit: () => void
  onRemove: () => void
  onClose: () => void
}) {
  const { secretKey: secretName, secretComment, writeOnly, version } = secret
  return (
    <Dialog
      title={secretName}
      description={secretComment === '' ? 'No comment.' : secretComment}
      guarded={false}
      onClose={onClose}
    >
      <div className="grid gap-5 p-5">
        {writeOnly && <p className="text-muted">Write-only: nobody is shown the value. Syncs set it.</p>}
        {!writeOnly && !writes && <p className="text-muted">Your role shows keys, not their values.</p>}
        {!writeOnly && writes && <KeyValue place={place} secretName={secretName} />}
        <KeyHistory {...{ place, secretName, present: version }} shows={writes && !writeOnly} />
        {writes && (
          <div className="flex justify-end gap-2">
            <Button look="quiet" onClick={onRemove}>
              Delete
            </Button>
            <Button look="primary" onClick={onEdit}>
              Edit
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
