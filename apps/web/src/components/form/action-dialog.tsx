'use client'

import { type ReactNode, useEffect, useState } from 'react'
import type { Failure } from '@/api/failure.ts'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { notify, prepareToasts } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Confirmation, ConfirmationCancel } from '@/components/ui/overlays/dialog.tsx'

interface ActionDialogProps {
  title: string
  /** What the action ends or breaks. */
  description: ReactNode
  action: { label: string; busy: string; done: string }
  /** Runs the action. An error it throws is shown, and the dialog stays open. */
  run: () => Promise<unknown>
  onClose: () => void
  /** Whether the dialog is not complete yet, so that the action must wait. */
  waiting?: boolean
  /** Further choices. */
  children?: ReactNode
}

/** Asks before an action that cannot be undone, runs it and confirms it. */
export function ActionDialog({
  title,
  description,
  action,
  run,
  onClose,
  waiting = false,
  children,
}: ActionDialogProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  useEffect(prepareToasts, [])

  async function confirm() {
    setBusy(true)
    setFailure(undefined)
    try {
      await run()
      onClose()
      await notify(action.done)
    } catch (error) {
      setFailure(failureOfCall(error))
      setBusy(false)
    }
  }

  return (
    <Confirmation title={title} description={description} onClose={onClose}>
      <FormFailure failure={failure} />
      {children}
      <div className="flex justify-end gap-2">
        <ConfirmationCancel asChild>
          <Button>Cancel</Button>
        </ConfirmationCancel>
        <Button look="danger" pending={busy || waiting} onClick={confirm}>
          {busy ? action.busy : action.label}
        </Button>
      </div>
    </Confirmation>
  )
}
