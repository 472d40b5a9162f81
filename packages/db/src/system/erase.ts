import { sql } from 'kysely'
import { erase } from '../connections/erase.ts'
import type { Queryable } from '../engine/database.ts'

/**
 * Erases what was deleted more than `days` ago, of every organization, with an event each; not while its grant is still to
 * be withdrawn, which ends by itself after a few tries.
 */
export async function eraseDeletedBefore(db: Queryable, days: number): Promise<void> {
  await erase(
    db,
    sql`deleted_at < now() - make_interval(days => ${days})
      and not exists (select from withdrawals w where w.connection_id = connections.id)`,
  )
}
