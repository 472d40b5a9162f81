import type { ActionKinds } from '@app-connections/db'

/** What the actions of the audit trail mean for a connection: what its charts count, and what an overview lists. */
export const actionKinds: ActionKinds = {
  change: [
    'appConnections.create',
    'appConnections.update',
    'appConnections.reconnect',
    'appConnections.remove',
    'appConnections.restore',
    'appConnections.revokeUpstream',
    'appConnections.erase',
  ],
  renewal: ['appConnections.refresh'],
  use: ['appConnections.apps'],
}
