import type { ActionKinds } from '@app-connections/db'
import { connectionActions } from '@app-connections/schemas'

/** Which audit actions count as uses and as changes of a connection, in its charts and in the overview. */
export const actionKinds: ActionKinds = {
  change: connectionActions('change'),
  renewal: connectionActions('renewal'),
  use: connectionActions('use'),
}
