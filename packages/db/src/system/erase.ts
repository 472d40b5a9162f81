import { sql } from 'kysely'
import { erase } from '../connections/erase.ts'
import type { Queryable } from '../engine/database.ts'

/**
 * Erases at most `limit` connections of every organization that were deleted more than `days` ago, with an event each. A connection
 * waits until the withdrawal of its grant and of what was rotated has ended, which takes only a few tries.
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
      limit ${limit})`,
  )
}
