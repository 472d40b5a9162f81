import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Where a set is: its project, its environment's slug and its path. */
export interface SetPlace {
  orgId: OrgId
  projectId: string
  environment: string
  path: string
}

/** A set with its environment's slug. */
export type ConfigSetRow = Selectable<Tables['config_sets']> & { environment: string }

/** The set at a place; undefined where nothing was ever written there. */
export async function selectSet(db: Queryable, place: SetPlace): Promise<ConfigSetRow | undefined> {
  return ofProject(db, place.orgId, place.projectId)
    .where('e.slug', '=', place.environment)
    .where('s.path', '=', place.path)
    .executeTakeFirst()
}

/** The sets of a project with the number of their keys, by environment and path. */
export async function selectSets(
  db: Queryable,
  orgId: OrgId,
  projectId: string,
  limit: number,
): Promise<(ConfigSetRow & { keys: number })[]> {
  return ofProject(db, orgId, projectId)
    .select((row) =>
      row
        .selectFrom('config_secrets as k')
        .select(sql<number>`count(*)::int`.as('keys'))
        .whereRef('k.set_id', '=', 's.id')
        .as('keys'),
    )
    .orderBy('e.slug')
    .orderBy('s.path')
    .limit(limit)
    .$castTo<ConfigSetRow & { keys: number }>()
    .execute()
}

/** The set at a place, made with its environment where there is none. */
export async function makeSet(
  trx: Queryable,
  place: SetPlace,
  ids: { set: string; environment: string },
): Promise<void> {
  const { orgId, projectId, environment: slug, path } = place
  await trx
    .insertInto('config_environments')
    .values({ id: ids.environment, org_id: orgId, project_id: projectId, slug })
    .onConflict((conflict) => conflict.columns(['project_id', 'slug']).doNothing())
    .execute()
  await trx
    .insertInto('config_sets')
    .columns(['id', 'org_id', 'project_id', 'environment_id', 'path'])
    .expression((from) =>
      from
        .selectFrom('config_environments as e')
        .select((row) => [
          row.val(ids.set).as('id'),
          'e.org_id',
          'e.project_id',
          'e.id as environment_id',
          row.val(path).as('path'),
        ])
        .where('e.org_id', '=', orgId)
        .where('e.project_id', '=', projectId)
        .where('e.slug', '=', slug),
    )
    .onConflict((conflict) => conflict.columns(['environment_id', 'path']).doNothing())
    .execute()
}

export async function countSets(db: Queryable, orgId: OrgId, projectId: string): Promise<number> {
  const { count } = await db
    .selectFrom('config_sets')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('org_id', '=', orgId)
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  return count
}

/** Locks a set against other changes until the transaction ends. */
export async function holdSet(trx: Queryable, orgId: OrgId, id: string): Promise<void> {
  await trx
    .selectFrom('config_sets')
    .select('id')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
}

/** Counts a change of a set. */
export async function moveSet(trx: Queryable, orgId: OrgId, id: string): Promise<void> {
  await trx
    .updateTable('config_sets')
    .set((row) => ({ revision: sql<number>`${row.ref('revision')} + 1` }))
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .execute()
}

/** Deletes the sets of a project that have no key, and the environments that have no set: a project is then deleted. */
export async function deleteEmptySets(trx: Queryable, orgId: OrgId, projectId: string): Promise<void> {
  await sql`delete from config_sets s where s.org_id = ${orgId} and s.project_id = ${projectId}
    and not exists (select from config_secrets k where k.set_id = s.id)`.execute(trx)
  await sql`delete from config_environments e where e.org_id = ${orgId} and e.project_id = ${projectId}
    and not exists (select from config_sets s where s.environment_id = e.id)`.execute(trx)
}

function ofProject(db: Queryable, orgId: OrgId, projectId: string) {
  return sets(db).where('s.org_id', '=', orgId).where('s.project_id', '=', projectId)
}

function sets(db: Queryable): SelectQueryBuilder<SetsAndEnvironments, 's' | 'e', ConfigSetRow> {
  return db
    .selectFrom('config_sets as s')
    .innerJoin('config_environments as e', 'e.id', 's.environment_id')
    .select(['s.id', 's.org_id', 's.project_id', 's.environment_id', 's.path', 's.revision', 's.created_at'])
    .select('e.slug as environment')
}

type SetsAndEnvironments = Tables & { s: Tables['config_sets']; e: Tables['config_environments'] }
