import { type Insertable, type RawBuilder, sql, type Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export async function insertGrant(db: Queryable, grant: Insertable<Tables['grants']>): Promise<void> {
  await db.insertInto('grants').values(grant).execute()
}

/** How many grants of a connection have not ended. */
export async function countGrants(db: Queryable, orgId: OrgId, connectionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from grants
    where org_id = ${orgId} and connection_id = ${connectionId} and ended_at is null`.execute(db)
  return rows[0]?.count ?? 0
}

/** Changes a grant that has not ended. False where it has, or there is none. */
export async function updateGrant(
  db: Queryable,
  grant: { orgId: OrgId; id: string },
  changes: Updateable<Tables['grants']>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('grants')
    .set(changes)
    .where('org_id', '=', grant.orgId)
    .where('id', '=', grant.id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Ends grants together with all their descendants. Resolves with the ids of those that had not ended before. */
export async function endGrants(db: Queryable, orgId: OrgId, ids: readonly string[]): Promise<string[]> {
  return endGrantsThat(db, orgId, sql`g.id = any (${[...ids]}::uuid[])`)
}

/** The same for the grants that meet a condition on `g`. */
export async function endGrantsThat(db: Queryable, orgId: OrgId, which: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive ending as (
      select g.id from grants g where g.org_id = ${orgId} and (${which})
      union
      select g.id from ending join grants g on g.parent_id = ending.id where g.org_id = ${orgId}
    )
    update grants set ended_at = now()
    where org_id = ${orgId} and ended_at is null and id in (select id from ending)
    returning id`.execute(db)
  return rows.map(({ id }) => id)
}
