import { sql } from 'kysely'
import type { Queryable } from '../database.ts'

/**
 * Writes when access tokens were last used, of every organization, in one statement; an earlier time than the one that
 * is there changes nothing. Locked in the order of their ids, so that processes that write the same ones wait and do not
 * get in each other's way.
 */
export async function recordTokenUses(db: Queryable, uses: readonly { id: string; at: Date }[]): Promise<void> {
  const ids = uses.map(({ id }) => id)
  const times = uses.map(({ at }) => at.toISOString())
  await sql`
    with used as (select * from unnest(${ids}::uuid[], ${times}::timestamptz[]) as u (id, at)),
    locked as materialized (
      select t.id, u.at from access_tokens t join used u on u.id = t.id order by t.id for no key update of t)
    update access_tokens t set last_used_at = greatest(t.last_used_at, l.at) from locked l where t.id = l.id`.execute(
    db,
  )
}
