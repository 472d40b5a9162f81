import type { ActionKinds } from '@app-connections/db'
import { connectionActions } from '@app-connections/schemas'

/** What the actions of the audit trail mean for a connection: what its charts count, and what an overview lists. */
export const actionKinds: ActionKinds = {
  change: connectionActions('change'),
  renewal: connectionActions('renewal'),
  use: connectionActions('use'),
}
