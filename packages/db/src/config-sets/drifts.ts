import { type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { isOver, secondsFromNow } from '../engine/lives.ts'
import type { DriftRelease, DriftRow } from '../tables/config-drifts.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import type { ResourceRef } from './claims.ts'

export type ConfigDriftRow = Selectable<Tables['config_drifts']>

/** The longest time between two looks, in seconds. */
export const longestBetweenLooks = 86_400

/** How long whoever looks has it to themselves, in seconds. */
export const lookSeconds = 60

export async function selectDrift(db: Queryable, orgId: OrgId, syncId: string): Promise<ConfigDriftRow | undefined> {
  return db
    .selectFrom('config_drifts')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .executeTakeFirst()
}

/** Which values a sync knows to be at its resource, as digests. */
export async function selectKnown(
  db: Queryable,
  { orgId, app, resourceId }: ResourceRef,
  syncId: string,
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('config_claims')
    .select(['key', sql<string>`digest`.as('digest')])
    .where('org_id', '=', orgId)
    .where('app', '=', app)
    .where('resource_id', '=', resourceId)
    .where('sync_id', '=', syncId)
    .where('digest', 'is not', null)
    .execute()
  return new Map(rows.map(({ key, digest }) => [key, digest]))
}

/** Notes which values keys of a sync have at its resource by now. What was found there before has no meaning any more. */
export async function noteKnown(
  trx: Queryable,
  { orgId, app, resourceId }: ResourceRef,
  syncId: string,
  known: ReadonlyMap<string, string>,
): Promise<void> {
  await sql`update config_claims c set digest = n.digest
    from unnest(${[...known.keys()]}::text[], ${[...known.values()]}::text[]) as n (key, digest)
    where c.org_id = ${orgId} and c.app = ${app} and c.resource_id = ${resourceId} and c.sync_id = ${syncId}
      and c.key = n.key`.execute(trx)
  await trx
    .updateTable('config_drifts')
    .set({ tag: null, found: '[]', releases: '[]', told: null, message: null })
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .execute()
}

/**
 * What plans of a sync have done so far: a look that began at another stamp compares with what was known before. Undefined
 * while a plan is being sent.
 */
export async function selectStamp(db: Queryable, orgId: OrgId, syncId: string): Promise<string | undefined> {
  const { rows } = await sql<{ stamp: string | null; sending: boolean }>`
    select max(applied_at)::text as stamp, coalesce(bool_or(state = 'sending'), false) as sending
    from config_plans where org_id = ${orgId} and sync_id = ${syncId}`.execute(db)
  return rows[0]?.sending === true ? undefined : (rows[0]?.stamp ?? '')
}

/** What a look has found. Absent fields stay. */
export interface Looked {
  readonly tag?: Buffer | null
  readonly release?: number
  readonly clean_release?: number
  readonly message: string | null
  readonly found?: readonly DriftRow[]
  readonly releases?: readonly DriftRelease[]
  readonly told?: string | null
}

/** Stores what a look has found, and when the next one is due. */
export async function storeLook(
  trx: Queryable,
  orgId: OrgId,
  syncId: string,
  { found, releases, ...looked }: Looked,
  seconds: number,
): Promise<void> {
  await trx
    .updateTable('config_drifts')
    .set({
      ...looked,
      ...(found === undefined ? {} : { found: JSON.stringify(found) }),
      ...(releases === undefined ? {} : { releases: JSON.stringify(releases) }),
      looked_at: sql<Date>`date_trunc('milliseconds', now())`,
      due_at: secondsFromNow(Math.min(seconds, longestBetweenLooks)),
      under_way_until: null,
    })
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .execute()
}

/** Puts a look off that could not be made. */
export async function putOffLook(db: Queryable, orgId: OrgId, syncId: string, seconds: number): Promise<void> {
  await db
    .updateTable('config_drifts')
    .set({ due_at: secondsFromNow(Math.min(seconds, longestBetweenLooks)), under_way_until: null })
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .execute()
}

/** Whether a look is due, and nobody is at it. */
export function lookIsDue() {
  return sql<boolean>`${isOver('d.due_at', longestBetweenLooks)}
    and (d.under_way_until is null or ${isOver('d.under_way_until', lookSeconds)})`
}
