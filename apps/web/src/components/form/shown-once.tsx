'use client'

import type { ReactNode } from 'react'
import { Dialog, DialogCancel } from '@/components/ui/overlays/dialog.tsx'
import { useLeaveGuard } from './use-leave-guard.ts'

/** Shows a value that is never shown again. A click outside or the browser's Back does not close it. */
export function ShownOnce({
  title,
  description,
  onClose,
  children,
}: {
  title: string
  description: ReactNode
  onClose: () => void
  children: ReactNode
}) {
  useLeaveGuard(true, 'Close this dialog first. Its content is never shown again.')
  return (
    <Dialog title={title} description={description} guarded={false} closesBeside={false} onClose={onClose}>
      <div className="grid gap-4 p-5">
        {children}
        <div className="flex justify-end">
          <DialogCancel>Done</DialogCancel>
        </div>
      </div>
    </Dialog>
  )
}
