import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A resource of a platform, by its id there. */
export interface ResourceRef {
  orgId: OrgId
  app: string
  resourceId: string
}

/** Who owns which keys of a resource. */
export async function selectClaims(
  db: Queryable,
  { orgId, app, resourceId }: ResourceRef,
): Promise<{ key: string; syncId: string; name: string }[]> {
  return db
    .selectFrom('config_claims as c')
    .innerJoin('config_syncs as y', 'y.id', 'c.sync_id')
    .select(['c.key', 'c.sync_id as syncId', 'y.name'])
    .where('c.org_id', '=', orgId)
    .where('c.app', '=', app)
    .where('c.resource_id', '=', resourceId)
    .execute()
}

/** Makes keys of a resource a sync's. Resolves with those that are another's, which stay so. */
export async function claimKeys(
  trx: Queryable,
  { orgId, app, resourceId }: ResourceRef,
  syncId: string,
  keys: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    with mine as (
      insert into config_claims as c (org_id, app, resource_id, key, sync_id)
      select ${orgId}::uuid, ${app}, ${resourceId}, key, ${syncId}::uuid from unnest(${[...keys]}::text[]) key
      order by key
      on conflict (org_id, app, resource_id, key) do update set since = c.since where c.sync_id = excluded.sync_id
      returning key
    )
    select key from unnest(${[...keys]}::text[]) key where key not in (select key from mine)`.execute(trx)
  return rows.map(({ key }) => key)
}

/** Gives keys of a resource up. */
export async function releaseKeys(
  trx: Queryable,
  { orgId, app, resourceId }: ResourceRef,
  syncId: string,
  keys: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom('config_claims')
    .where('org_id', '=', orgId)
    .where('app', '=', app)
    .where('resource_id', '=', resourceId)
    .where('sync_id', '=', syncId)
    .where(sql<boolean>`key = any (${[...keys]}::text[])`)
    .execute()
}

/** Gives up all keys of a sync, whatever resource they are of. */
export async function releaseAllKeys(trx: Queryable, orgId: OrgId, syncId: string): Promise<void> {
  await trx.deleteFrom('config_claims').where('org_id', '=', orgId).where('sync_id', '=', syncId).execute()
}
