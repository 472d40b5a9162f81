'use client'

import type { SingleConnection } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/controls/button.tsx'
import type { AppLabels } from '../labels.ts'
import { ReconnectButton } from './reconnect-button.tsx'

const EditDialog = dynamic(() => import('./edit-dialog.tsx').then((module) => module.EditDialog), { ssr: false })
const RemoveDialog = dynamic(() => import('../remove-dialog.tsx').then((module) => module.RemoveDialog), {
  ssr: false,
})

/** The actions on a connection. `list` is the path to go to once it is deleted. */
export function ConnectionActions({
  connection,
  labels,
  list,
}: {
  connection: SingleConnection
  labels: AppLabels
  list: string
}) {
  const router = useRouter()
  const [open, setOpen] = useState<'edit' | 'remove'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Button size="small" onClick={() => setOpen('edit')}>
        Edit
      </Button>
      {connection.health.status !== 'reconnect_required' && <ReconnectButton connection={connection} labels={labels} />}
      <Button size="small" look="quiet" onClick={() => setOpen('remove')}>
        Delete
      </Button>
      {open === 'edit' && <EditDialog connection={connection} onClose={close} />}
      {open === 'remove' && (
        <RemoveDialog connection={connection} onClose={close} onRemoved={() => router.replace(list)} />
      )}
    </>
  )
}
