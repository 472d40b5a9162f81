'use client'

import type { Connection } from '@app-connections/schemas'
import { useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { useConnectionsChanged } from '../connections-changed.ts'

/** Asks before a connection goes back to the credential that it had before. */
export function RollBackDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const { app, id: connectionId, name } = connection
  return (
    <ActionDialog
      title={`Go back to the credential of ${name} before?`}
      description="It is tried first. The two change places: the present one is kept for the overlap, so that you can go forward again."
      action={{ label: 'Go back', busy: 'Going back…', done: `${name} has the credential before` }}
      run={async () => {
        await client.appConnections.rollBackRotation.mutate({ app, connectionId })
        await connectionsChanged()
      }}
      onClose={onClose}
    />
  )
}
