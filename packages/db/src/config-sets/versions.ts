import { type Insertable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import type { ConfigVersionRow } from './secrets.ts'
import type { SetPlace } from './sets.ts'

/** The most versions that are kept of a key. */
const mostVersions = 50

/** Stores versions, and forgets those of the same keys that are too many. */
export async function insertVersions(
  trx: Queryable,
  orgId: OrgId,
  rows: readonly Omit<Insertable<Tables['config_versions']>, 'org_id'>[],
): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('config_versions')
    .values(rows.map((row) => ({ ...row, org_id: orgId })))
    .execute()
  const old = rows.filter(({ version }) => version > mostVersions)
  if (old.length === 0) return
  await sql`delete from config_versions v
    using unnest(${old.map(({ secret_id }) => secret_id)}::uuid[], ${old.map(({ version }) => version)}::int[])
      as now (secret_id, version)
    where v.org_id = ${orgId} and v.secret_id = now.secret_id and v.version <= now.version - ${mostVersions}`.execute(
    trx,
  )
}

/** One version of a key that is there, with its sealed value. */
export async function selectVersion(
  db: Queryable,
  orgId: OrgId,
  secretId: string,
  version: number,
): Promise<ConfigVersionRow | undefined> {
  return db
    .selectFrom('config_versions')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('secret_id', '=', secretId)
    .where('version', '=', version)
    .executeTakeFirst()
}

/**
 * Who is behind the present values of keys, or their deletion, in a set or with `below` in those below it too: who wrote
 * them, and those through whom they acted.
 */
export async function selectAuthors(
  db: Queryable,
  { orgId, projectId, environment, path }: SetPlace,
  { keys, below }: { keys: readonly string[]; below: boolean },
): Promise<string[]> {
  const prefix = path === '/' ? '/' : `${path}/`
  const { rows } = await sql<{ id: string }>`select distinct unnest(latest.makers) as id from (
      select distinct on (v.set_id, v.key) v.makers from config_versions v
        join config_sets s on s.id = v.set_id join config_environments e on e.id = s.environment_id
      where v.org_id = ${orgId} and s.project_id = ${projectId} and e.slug = ${environment}
        and (s.path = ${path} or (${below} and starts_with(s.path, ${prefix})))
        and v.key = any (${[...keys]}::text[])
      order by v.set_id, v.key, v.at desc, v.version desc) latest`.execute(db)
  return rows.map(({ id }) => id)
}

/** What a key of a set was, newest first, also where it is gone. */
export async function selectVersions(
  db: Queryable,
  orgId: OrgId,
  { setId, key, limit }: { setId: string; key: string; limit: number },
): Promise<ConfigVersionRow[]> {
  return db
    .selectFrom('config_versions')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('set_id', '=', setId)
    .where('key', '=', key)
    .orderBy('at', 'desc')
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
}
