import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/**
 * Those of the grants, of any organization, that still stand: they are there, and neither they nor one of their ancestors
 * has ended or expired, by the database's clock. A grant whose uses are all counted stands for the use under way.
 */
export async function selectStandingGrants(db: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    with recursive chain as (
      select g.id as grant_id, g.parent_id, g.ended_at, g.expires_at from grants g where g.id = any (${[...ids]}::uuid[])
      union all
      select chain.grant_id, g.parent_id, g.ended_at, g.expires_at from chain join grants g on g.id = chain.parent_id
    )
    select grant_id as id from chain group by grant_id
    having bool_and(ended_at is null and (expires_at is null or expires_at > now()))`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
