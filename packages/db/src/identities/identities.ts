import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export type IdentityRow = Selectable<Tables['identities']>

export async function insertIdentity(db: Queryable, identity: Insertable<Tables['identities']>): Promise<IdentityRow> {
  return db.insertInto('identities').values(identity).returningAll().executeTakeFirstOrThrow()
}

export async function selectIdentity(db: Queryable, orgId: OrgId, id: string): Promise<IdentityRow | undefined> {
  return db.selectFrom('identities').selectAll().where('org_id', '=', orgId).where('id', '=', id).executeTakeFirst()
}

/** The first identities of an organization by name, with their role in it. */
export async function selectIdentities(
  db: Queryable,
  orgId: OrgId,
  limit: number,
): Promise<(IdentityRow & { role: string | null })[]> {
  return db
    .selectFrom('identities')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.identity_id', '=', 'identities.id')
        .onRef('memberships.org_id', '=', 'identities.org_id')
        .on('memberships.project_id', 'is', null),
    )
    .selectAll('identities')
    .select('memberships.role')
    .where('identities.org_id', '=', orgId)
    .orderBy('identities.name')
    .orderBy('identities.id')
    .limit(limit)
    .execute()
}

export async function updateIdentity(
  db: Queryable,
  orgId: OrgId,
  id: string,
  changes: Updateable<Tables['identities']>,
): Promise<IdentityRow | undefined> {
  return db
    .updateTable('identities')
    .set(changes)
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes an identity with its memberships, secrets and tokens. */
export async function deleteIdentity(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('identities')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
