import type { Insertable, Selectable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export const syncNameConstraint = 'config_syncs_name'

/** A sync with where its set is and what its connection is called. */
export type ConfigSyncRow = Selectable<Tables['config_syncs']> & {
  environment: string
  environment_id: string
  path: string
  revision: number
  connection_name: string
}

export async function insertSync(db: Queryable, sync: Insertable<Tables['config_syncs']>): Promise<void> {
  await db.insertInto('config_syncs').values(sync).execute()
}

/** Deletes a sync with its claims and plans. The resource keeps its values. */
export async function deleteSync(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('config_syncs')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function selectSync(db: Queryable, orgId: OrgId, id: string): Promise<ConfigSyncRow | undefined> {
  return syncs(db, orgId).where('y.id', '=', id).executeTakeFirst()
}

/** The syncs of a project or of a connection, by name. */
export async function selectSyncs(
  db: Queryable,
  orgId: OrgId,
  of: { projectId: string } | { connectionId: string },
  limit: number,
): Promise<ConfigSyncRow[]> {
  const all = syncs(db, orgId)
  const found =
    'projectId' in of
      ? all.where('y.project_id', '=', of.projectId)
      : all.where('y.connection_id', '=', of.connectionId)
  return found.orderBy('y.name').orderBy('y.id').limit(limit).execute()
}

function syncs(db: Queryable, orgId: OrgId) {
  return db
    .selectFrom('config_syncs as y')
    .innerJoin('config_sets as s', 's.id', 'y.set_id')
    .innerJoin('config_environments as e', 'e.id', 's.environment_id')
    .innerJoin('connections as c', 'c.id', 'y.connection_id')
    .selectAll('y')
    .select(['e.slug as environment', 'e.id as environment_id', 's.path', 's.revision', 'c.name as connection_name'])
    .where('y.org_id', '=', orgId)
}
