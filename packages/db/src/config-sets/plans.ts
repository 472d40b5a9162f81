import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { isOver, secondsFromNow } from '../engine/lives.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

export type PlanRow = Selectable<Tables['config_plans']>

export async function insertPlan(db: Queryable, plan: Insertable<Tables['config_plans']>): Promise<void> {
  await db.insertInto('config_plans').values(plan).execute()
}

export async function selectPlan(
  db: Queryable,
  orgId: OrgId,
  { syncId, id }: { syncId: string; id: string },
): Promise<PlanRow | undefined> {
  return db
    .selectFrom('config_plans')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The plans of a sync, newest first. */
export async function selectPlans(db: Queryable, orgId: OrgId, syncId: string, limit: number): Promise<PlanRow[]> {
  return db
    .selectFrom('config_plans')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The latest plan of a sync that was applied and has changed something; an undo of another counts too. */
export async function selectLastApplied(db: Queryable, orgId: OrgId, syncId: string): Promise<PlanRow | undefined> {
  return db
    .selectFrom('config_plans')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .where('state', '=', 'applied')
    .where('kind', '<>', 'take-in')
    .where(sql<boolean>`jsonb_array_length(outcome) > 0`)
    .orderBy('applied_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The plan of a sync that is being sent, if any. */
export async function selectSending(db: Queryable, orgId: OrgId, syncId: string): Promise<PlanRow | undefined> {
  return db
    .selectFrom('config_plans')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .where('state', '=', 'sending')
    .executeTakeFirst()
}

/**
 * The latest plan of a run that nobody has carried out yet, if it is for the sync and the set as they are. `setRevision`
 * null: it is bound to no set.
 */
export async function selectWaiting(
  db: Queryable,
  orgId: OrgId,
  sync: { id: string; version: number },
  { kind, setRevision }: { kind: string; setRevision: number | null },
): Promise<PlanRow | undefined> {
  const waiting = db
    .selectFrom('config_plans')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('sync_id', '=', sync.id)
    .where('state', '=', 'planned')
    .where('kind', '=', kind)
    .where('made_by', 'is', null)
    .where('sync_version', '=', sync.version)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
  return (setRevision === null ? waiting : waiting.where('set_revision', '=', setRevision)).executeTakeFirst()
}

/** Stores who has approved what a plan does. False where it is not `planned` any more. */
export async function approvePlan(
  trx: Queryable,
  orgId: OrgId,
  id: string,
  { by, hash }: { by: string; hash: string },
): Promise<boolean> {
  const row = await trx
    .updateTable('config_plans')
    .set({ approved_by: by, approved_hash: hash, approved_at: sql<Date>`date_trunc('milliseconds', now())` })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** How long whoever sends a plan has it to themselves, in seconds, unless they say that they are still there. */
const underWaySeconds = 60

/** Begins to send a plan: it is under way from now on, by whoever calls. False where it is not `planned` any more. */
export async function beginPlan(trx: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const row = await trx
    .updateTable('config_plans')
    .set({ state: 'sending', under_way_until: secondsFromNow(underWaySeconds) })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Takes over a plan that was being sent by a process that is gone. False where it is not, or is not being sent. */
export async function takeOverPlan(db: Queryable, orgId: OrgId, id: string): Promise<boolean> {
  const row = await db
    .updateTable('config_plans')
    .set({ under_way_until: secondsFromNow(underWaySeconds) })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where(isOver('under_way_until', underWaySeconds))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Leaves a plan that is not decided yet to whoever looks next. */
export async function leavePlan(db: Queryable, orgId: OrgId, id: string): Promise<void> {
  await db
    .updateTable('config_plans')
    .set({ under_way_until: secondsFromNow(0) })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

/** Says how a plan ended. False where it is in another state than `from` by now. */
export async function endPlan(
  trx: Queryable,
  orgId: OrgId,
  { id, from }: { id: string; from: 'planned' | 'sending' },
  end: Pick<Updateable<Tables['config_plans']>, 'state' | 'outcome' | 'release_made'>,
): Promise<boolean> {
  const row = await trx
    .updateTable('config_plans')
    .set({ ...end, under_way_until: null, applied_at: sql`date_trunc('milliseconds', now())` })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
