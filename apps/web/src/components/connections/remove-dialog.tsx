'use client'

import { appName, type Connection } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'

interface RemoveDialogProps {
  connection: Connection
  onClose: () => void
  /** Told once it is gone. */
  onRemoved?: () => void
}

/** Asks before a connection is deleted, and says what that breaks and what can be had back. */
export function RemoveDialog({ connection, onClose, onRemoved }: RemoveDialogProps) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [revokeUpstream, setRevokeUpstream] = useState(false)
  const app = appName(connection.app)
  const consented = connection.method === 'oauth'

  async function remove() {
    await client.appConnections.remove.mutate({ app: connection.app, connectionId: connection.id, revokeUpstream })
    await queryClient.invalidateQueries(trpc.appConnections.list.pathFilter())
    await queryClient.invalidateQueries(trpc.appConnections.deleted.pathFilter())
    onRemoved?.()
  }

  return (
    <ActionDialog
      title={`Delete ${connection.name}?`}
      description={
        <>
          <p>Whatever reaches {app} through this connection stops working at once.</p>
          <p>
            {consented
              ? `The consent is withdrawn at ${app}. You can restore the connection for 7 days, and then need to reconnect it.`
              : `You can restore it for 7 days; then its credential is destroyed here. At ${app} it stays valid until it is revoked there.`}
          </p>
        </>
      }
      action={{ label: 'Delete connection', busy: 'Deleting…', done: `Deleted ${connection.name}` }}
      run={remove}
      onClose={onClose}
    >
      {!consented && (
        <Checkbox checked={revokeUpstream} onChange={setRevokeUpstream}>
          Also revoke the credential at {app}. It ends wherever else it is used.
        </Checkbox>
      )}
    </ActionDialog>
  )
}
