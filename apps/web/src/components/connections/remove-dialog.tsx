'use client'

import { appName, type Connection, methodFacts } from '@app-connections/schemas'
import { useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { Checkbox } from '@/components/ui/controls/checkbox.tsx'
import { useConnectionsChanged } from './connections-changed.ts'
import { Dependents } from './dependents.tsx'
import { RecentUse } from './recent-use.tsx'

interface RemoveDialogProps {
  connection: Connection
  onClose: () => void
  /** Called once it is deleted. */
  onRemoved?: () => void
}

/** Asks before a connection is deleted. It says who used it, what breaks and what can be restored. */
export function RemoveDialog({ connection, onClose, onRemoved }: RemoveDialogProps) {
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const [revokeUpstream, setRevokeUpstream] = useState(false)
  const app = appName(connection.app)
  const withdrawn = methodFacts(connection.app, connection.method)?.withdrawn

  async function remove() {
    await client.appConnections.remove.mutate({ app: connection.app, connectionId: connection.id, revokeUpstream })
    await connectionsChanged(connection.id)
    onRemoved?.()
  }

  return (
    <ActionDialog
      title={`Delete ${connection.name}?`}
      description={
        <>
          <p>Everything that uses this connection stops working at once.</p>
          <Dependents app={connection.app} connectionId={connection.id} />
          <RecentUse connectionId={connection.id} />
          <p>
            {withdrawn === 'always'
              ? `We also ask ${app} to revoke the authorization; the audit trail says whether it did. You can restore the connection for 7 days. Once the authorization is revoked, a restored connection must be reconnected.`
              : `You can restore it for 7 days; then its credential is destroyed here. At ${app} it stays valid until it is revoked there.`}
          </p>
        </>
      }
      action={{ label: 'Delete connection', busy: 'Deleting…', done: `Deleted ${connection.name}` }}
      run={remove}
      onClose={onClose}
    >
      {withdrawn === 'on-request' && (
        <Checkbox checked={revokeUpstream} onChange={setRevokeUpstream}>
          Also ask {app} to revoke the credential. It then stops working everywhere else too.
        </Checkbox>
      )}
    </ActionDialog>
  )
}
