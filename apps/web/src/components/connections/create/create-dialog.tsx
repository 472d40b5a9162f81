'use client'

import { useEffect, useState } from 'react'
import { prepareToasts } from '@/components/toasts/toasts.ts'
import { Dialog } from '@/components/ui/dialog.tsx'
import { CreateForm } from './create-form.tsx'

/** Creates a connection in one of `scopes`: project ids, or null for the organization itself. */
export function CreateDialog({ scopes, onClose }: { scopes: readonly (string | null)[]; onClose: () => void }) {
  const [touched, setTouched] = useState(false)
  useEffect(prepareToasts, [])
  return (
    <Dialog
      title="New connection"
      description="The credential is checked first, then sealed. It is never shown again."
      guarded={touched}
      onClose={onClose}
    >
      <CreateForm scopes={scopes} onTouched={setTouched} onClose={onClose} />
    </Dialog>
  )
}
