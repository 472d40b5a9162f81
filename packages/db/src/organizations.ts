import type { Insertable, Selectable } from 'kysely'
import type { Queryable } from './database.ts'
import type { Tables } from './tables.ts'

export type ProjectRow = Selectable<Tables['projects']>

export const projectSlugConstraint = 'projects_slug'

/** Makes an organization together with its first data key, both wrapped by the caller. */
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

export async function insertProject(db: Queryable, project: Insertable<Tables['projects']>): Promise<ProjectRow> {
  return db.insertInto('projects').values(project).returningAll().executeTakeFirstOrThrow()
}

export async function updateProjectName(
  db: Queryable,
  orgId: string,
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

/** Deletes a project that holds no connection. The foreign key of connections refuses one that does. */
export async function deleteProject(db: Queryable, orgId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('projects')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
