import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export const syncNameConstraint = 'config_syncs_name'

/** The latest run of a kind, as the database gives it inside JSON. */
export interface RunOfSync {
  readonly status: string
  readonly jobId: string
  readonly message: string | null
  readonly succeededAt: string | null
}

/** A sync with where its set is, what its connection is called, and its latest runs by kind. */
export type ConfigSyncRow = Selectable<Tables['config_syncs']> & {
  environment: string
  environment_id: string
  path: string
  /** Of the set; where the sync takes the sets below too, the sum of all. */
  revision: number
  connection_name: string
  runs: Readonly<Partial<Record<string, RunOfSync>>>
}

export async function insertSync(db: Queryable, sync: Insertable<Tables['config_syncs']>): Promise<void> {
  await db
    .with('made', (cte) => cte.insertInto('config_syncs').values(sync).returning(['id', 'org_id']))
    .insertInto('config_drifts')
    .columns(['sync_id', 'org_id'])
    .expression((from) => from.selectFrom('made').select(['id', 'org_id']))
    .execute()
}

/** Changes a sync; with `moves` its plans are of an earlier version from then on. */
export async function updateSync(
  trx: Queryable,
  orgId: OrgId,
  id: string,
  { moves, ...changes }: Omit<Updateable<Tables['config_syncs']>, 'version' | 'updated_at'> & { moves: boolean },
): Promise<void> {
  await trx
    .updateTable('config_syncs')
    .set({
      ...changes,
      updated_at: sql`date_trunc('milliseconds', now())`,
      ...(moves ? { version: sql<number>`version + 1` } : {}),
    })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .execute()
}

/** Notes that the first run has taken in what the resource had. */
export async function noteImported(db: Queryable, orgId: OrgId, id: string): Promise<void> {
  await db
    .updateTable('config_syncs')
    .set({ imported: true })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .execute()
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

/** Locks a sync against other changes until the transaction ends. False where it is gone. */
export async function holdSync(trx: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom('config_syncs')
    .select('id')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function selectSync(db: Queryable, orgId: OrgId, id: string): Promise<ConfigSyncRow | undefined> {
  return syncs(db, orgId).where('y.id', '=', id).executeTakeFirst()
}

export async function selectSyncByName(
  db: Queryable,
  orgId: OrgId,
  { projectId, name }: { projectId: string; name: string },
): Promise<ConfigSyncRow | undefined> {
  return syncs(db, orgId).where('y.project_id', '=', projectId).where('y.name', '=', name).executeTakeFirst()
}

/** The syncs of a project by name, of one app or of all. */
export async function selectSyncs(
  db: Queryable,
  orgId: OrgId,
  { projectId, app }: { projectId: string; app?: string | undefined },
  limit: number,
): Promise<ConfigSyncRow[]> {
  const all = syncs(db, orgId).where('y.project_id', '=', projectId)
  return (app === undefined ? all : all.where('y.app', '=', app))
    .orderBy('y.name')
    .orderBy('y.id')
    .limit(limit)
    .execute()
}

/** The syncs that set values of a resource: their ids and projects, the oldest first. */
export async function selectSyncsOfResource(
  db: Queryable,
  orgId: OrgId,
  { app, resourceId }: { app: string; resourceId: string },
  limit: number,
): Promise<{ id: string; projectId: string }[]> {
  return db
    .selectFrom('config_syncs')
    .select(['id', 'project_id as projectId'])
    .where('org_id', '=', orgId)
    .where('app', '=', app)
    .where('resource_id', '=', resourceId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The syncs that use a connection, each with its project, by project and name. */
export async function selectSyncsOfConnection(
  db: Queryable,
  orgId: OrgId,
  connectionId: string,
  limit: number,
): Promise<{ id: string; name: string; project: { id: string; name: string; type: string; slug: string } }[]> {
  const rows = await db
    .selectFrom('config_syncs as y')
    .innerJoin('projects as p', 'p.id', 'y.project_id')
    .select(['y.id', 'y.name', 'p.id as projectId', 'p.name as projectName', 'p.type', 'p.slug'])
    .where('y.org_id', '=', orgId)
    .where('y.connection_id', '=', connectionId)
    .orderBy('p.name')
    .orderBy('p.id')
    .orderBy('y.name')
    .limit(limit)
    .execute()
  return rows.map(({ id, name, projectId, projectName, type, slug }) => ({
    id,
    name,
    project: { id: projectId, name: projectName, type, slug },
  }))
}

const revision = sql<number>`case when (y.options ->> 'recursive')::boolean then (
  select sum(below.revision)::int from config_sets below where below.environment_id = s.environment_id
    and (below.id = s.id or starts_with(below.path, rtrim(s.path, '/') || '/'))) else s.revision end`

const runs = sql<ConfigSyncRow['runs']>`coalesce((
  select jsonb_object_agg(r.kind, jsonb_build_object('status', r.status, 'jobId', r.job_id, 'message', r.message,
    'succeededAt', r.succeeded_at)) from config_runs r where r.sync_id = y.id), '{}')`

function syncs(db: Queryable, orgId: OrgId) {
  return db
    .selectFrom('config_syncs as y')
    .innerJoin('config_sets as s', 's.id', 'y.set_id')
    .innerJoin('config_environments as e', 'e.id', 's.environment_id')
    .innerJoin('connections as c', 'c.id', 'y.connection_id')
    .selectAll('y')
    .select(['e.slug as environment', 'e.id as environment_id', 's.path', 'c.name as connection_name'])
    .select([revision.as('revision'), runs.as('runs')])
    .where('y.org_id', '=', orgId)
}
