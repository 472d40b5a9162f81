import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export type ProjectRow = Selectable<Tables['projects']>

export const projectSlugConstraint = 'projects_slug'

/** Makes an organization with its first data key. The caller has wrapped both keys. */
export async function insertOrganization(
  db: Queryable,
  organization: Insertable<Tables['organizations']>,
  dataKey: { id: string; wrapped: Uint8Array },
): Promise<void> {
  await db.insertInto('organizations').values(organization).execute()
  await db
    .insertInto('data_keys')
    .values({ id: dataKey.id, org_id: organization.id, wrapped: Buffer.from(dataKey.wrapped) })
    .execute()
}

export async function selectOrganization(
  db: Queryable,
  orgId: OrgId,
): Promise<Omit<Selectable<Tables['organizations']>, 'fingerprint_key'> | undefined> {
  return db
    .selectFrom('organizations')
    .select(['id', 'name', 'slug', 'created_at'])
    .where('id', '=', orgId)
    .executeTakeFirst()
}

/** Renames an organization; its slug stays. Undefined where the organization is gone. */
export async function updateOrganizationName(
  db: Queryable,
  orgId: OrgId,
  name: string,
): Promise<{ id: string; name: string; slug: string } | undefined> {
  return db
    .updateTable('organizations')
    .set({ name })
    .where('id', '=', orgId)
    .returning(['id', 'name', 'slug'])
    .executeTakeFirst()
}

/**
 * Blocks every other change of access in an organization until this transaction ends. Other writes in the organization
 * do not wait.
 */
export async function lockOrganization(trx: Queryable, id: OrgId): Promise<void> {
  await trx.selectFrom('organizations').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

/** Whether a project belongs to the organization. */
export async function hasProject(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('projects')
    .select('id')
    .where('org_id', '=', orgId)
    .where(sql<boolean>`id::text = ${id}`)
    .executeTakeFirst()
  return row !== undefined
}

/** The projects of the organization except those in `known`, unsorted. */
export async function selectOtherProjects(
  db: Queryable,
  orgId: OrgId,
  known: readonly string[],
  limit: number,
): Promise<Pick<ProjectRow, 'id' | 'name' | 'slug'>[]> {
  return db
    .selectFrom('projects')
    .select(['id', 'name', 'slug'])
    .where('org_id', '=', orgId)
    .where(sql<boolean>`id <> all (${[...known]}::uuid[])`)
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** How many projects an organization has. */
export async function countProjects(db: Queryable, orgId: OrgId): Promise<number> {
  const { count } = await db
    .selectFrom('projects')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertProject(db: Queryable, project: Insertable<Tables['projects']>): Promise<ProjectRow> {
  return db.insertInto('projects').values(project).returningAll().executeTakeFirstOrThrow()
}

export async function updateProjectName(
  db: Queryable,
  orgId: OrgId,
  id: string,
  name: string,
): Promise<ProjectRow | undefined> {
  return db
    .updateTable('projects')
    .set({ name })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes a project without connections. The foreign key of connections refuses one that has some. */
export async function deleteProject(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('projects')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
