import { type QueryCreator, sql } from 'kysely'
import { secondsFromNow } from '../engine/lives.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'

/** How long a credential that was just replaced still works, in seconds, for uses that have opened it. */
export const graceSeconds = 60

/**
 * Has a credential that this service made ended where the connection gives it up: the current one where another one
 * replaces it (the same one does not), the one before where the connection is deleted. Without `which`, none.
 */
export function endingOf(
  cte: QueryCreator<Tables & { written: ConnectionRow }>,
  which: 'current' | 'previous' | undefined,
) {
  return (
    cte
      .updateTable('rotated_credentials as r')
      // The statement sees the connection as it was, with the credential that it gives up.
      .from('connections as c')
      .set((row) => ({
        state: 'ending',
        due_at: secondsFromNow(which === 'current' ? graceSeconds : 0),
        ...(which === 'current'
          ? { credentials: row.ref('c.credentials'), seal_revision: row.ref('c.seal_revision') }
          : {}),
      }))
      .whereRef('r.connection_id', '=', 'c.id')
      .where('c.id', 'in', (from) => {
        const written = from.selectFrom('written').select('written.id')
        return which === 'current' ? written.whereRef('written.credentials_hash', '<>', 'c.credentials_hash') : written
      })
      .where('r.state', '=', which ?? '')
      .where(sql<boolean>`${sql.lit(which !== undefined)}`)
      .returning('r.id')
  )
}
