import { sql } from 'kysely'
import { erase } from '../connections/erase.ts'
import type { Queryable } from '../engine/database.ts'

/**
 * Erases connections of every organization that were deleted more than `days` ago, with an event each. A connection
 * waits until the withdrawal of its grant has ended, which takes only a few tries.
 */
export async function eraseDeletedBefore(db: Queryable, days: number): Promise<void> {
  await erase(
    db,
    sql`deleted_at < now() - make_interval(days => ${days})
      and not exists (select from withdrawals w where w.connection_id = connections.id)`,
  )
}
