'use client'

import type { SingleConnection } from '@app-connections/schemas'
import { useState } from 'react'
import { Dialog } from '@/components/ui/overlays/dialog.tsx'
import { CreateForm } from './create-form.tsx'
import { Learned } from './learned.tsx'

/** Creates a connection in one of `scopes`: project ids, or null for the organization itself. Then shows what the credential can see. */
export function CreateDialog({ scopes, onClose }: { scopes: readonly (string | null)[]; onClose: () => void }) {
  const [touched, setTouched] = useState(false)
  const [created, setCreated] = useState<SingleConnection>()
  return (
    <Dialog
      title={created === undefined ? 'New connection' : `Connected ${created.name}`}
      description={
        created === undefined
          ? 'The credential is tested first, then encrypted. It is never shown again.'
          : 'The credential works and is encrypted. Here is what it can see.'
      }
      guarded={touched && created === undefined}
      onClose={onClose}
    >
      <p role="status" className="sr-only">
        {created && `Connected ${created.name}`}
      </p>
      {created === undefined ? (
        <CreateForm scopes={scopes} onTouched={setTouched} onCreated={setCreated} />
      ) : (
        <Learned connection={created} onLeave={onClose} />
      )}
    </Dialog>
  )
}
