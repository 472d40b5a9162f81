'use client'

import type { ReactNode } from 'react'
import { Dialog, DialogCancel } from '@/components/ui/overlays/dialog.tsx'
import { useLeaveGuard } from './use-leave-guard.ts'

/** Shows what is never shown again. A click beside it or a step back does not lose it; closing it does. */
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
  useLeaveGuard(true, 'Close what is shown first: it is never shown again')
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
