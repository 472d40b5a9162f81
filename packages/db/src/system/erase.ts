import { sql } from 'kysely'
import { erase } from '../connections/erase.ts'
import type { Queryable } from '../engine/database.ts'

/**
 * Erases at most `limit` connections of every organization that were deleted more than `days` ago, with an event each. A connection
 * waits until the withdrawal of its grant, of what was rotated and of its leases has ended, which takes only a few tries.
 * Resolves with how many were erased.
 */
export async function eraseDeletedBefore(db: Queryable, days: number, limit: number): Promise<number> {
  return erase(
    db,
    sql`id in (
      select id from connections where deleted_at < now() - make_interval(days => ${days})
        and not exists (select from withdrawals w where w.connection_id = connections.id)
        and not exists (
          select from rotated_credentials r where r.connection_id = connections.id and r.due_at is not null)
        and not exists (select from leases l where l.connection_id = connections.id and l.due_at is not null)
      limit ${limit})`,
  )
}
