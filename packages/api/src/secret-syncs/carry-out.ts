import {
  beginPlan,
  type ConfigSyncRow,
  claimKeys,
  endPlan,
  insertAuditEvent,
  isUniqueViolation,
  noteKnown,
  type PlanRow,
  releaseKeys,
  takeOverPlan,
} from '@app-connections/db'
import { ProviderError } from '@app-connections/providers'
import { type Plan, planRowSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { planConflicts, planEnded, planMoved, syncPaused, syncUnderWay } from '../failures/secret-syncs.ts'
import type { Context } from '../procedure/context.ts'
import { requireApproved } from './approval.ts'
import { hashOf, openChanges } from './digest.ts'
import { syncEvent } from './event.ts'
import { findPlan } from './find.ts'
import { reachOf, readResource } from './reach.ts'
import { type Needs, requireNow } from './require-now.ts'
import { requireSame } from './require-same.ts'
import type { Changed } from './rows.ts'
import { knownAfter, newKeys, settlePlan } from './settle-plan.ts'
import { shapePlan } from './shape.ts'
import { takeInPlan } from './take-in-plan.ts'

/**
 * Carries a plan out for whoever may: one change of the resource, or none where nothing differs, waited for and read back.
 * What it will do is stored before it is sent, and it is never sent twice. A plan that was being sent by a process that is
 * gone is looked after: the answer says what the resource has. A plan that has been applied is answered again.
 *
 * Errors: 409 (the resource, the sync or the set has changed since; keys in conflict; the plan has ended; another plan of
 * the sync is under way), 404 (the sync or its connection is gone), 400 (the platform refuses the change: nothing was
 * changed), 502, 503, 504 (the platform).
 */
export async function carryOut(ctx: Context, sync: ConfigSyncRow, plan: PlanRow, how: How): Promise<Plan> {
  if (plan.state === 'applied') return shapePlan(plan)
  const applying = await openedPlan(ctx, sync, plan)
  if (plan.state === 'sending') return resume(ctx, applying)
  if (plan.state !== 'planned') throw planEnded()
  const conflicts = applying.rows.filter(({ action }) => action === 'conflict').map(({ key }) => key)
  if (conflicts.length > 0 && !how.skipConflicts) throw planConflicts(conflicts)
  await requireUnmoved(ctx, applying)
  if (plan.kind === 'take-in') return takeInPlan(ctx, applying, how)
  await begin(ctx, applying, how)
  if (applying.changed.size === 0) return end(ctx, applying)
  return send(ctx, applying)
}

/** How a plan is carried out. */
export interface How {
  readonly skipConflicts: boolean
  /** What whoever asks for it needs to be allowed still when it begins. */
  readonly needs?: Needs
  /** Whether nobody asks for it: it is done only where the sync runs by itself still when it begins. */
  readonly automatic?: boolean
}

/** A plan that is carried out, with what it changes in clear. */
export interface Applying {
  readonly sync: ConfigSyncRow
  readonly plan: PlanRow
  readonly rows: readonly z.output<typeof planRowSchema>[]
  readonly changed: ReadonlyMap<string, Changed>
  /** Of what it holds now, whatever was stored beside it. */
  readonly hash: string
}

async function openedPlan(ctx: Context, sync: ConfigSyncRow, plan: PlanRow): Promise<Applying> {
  const keys = await ctx.services.keyring.forOrg(sync.org_id)
  const changed = openChanges(keys, { orgId: sync.org_id, id: plan.id }, plan.changes)
  const hash = hashOf(keys, plan, plan.rows, changed)
  return { sync, plan, rows: z.array(planRowSchema).parse(plan.rows), changed, hash }
}

async function resume(ctx: Context, applying: Applying): Promise<Plan> {
  if (!(await takeOverPlan(ctx.services.db, applying.sync.org_id, applying.plan.id))) throw syncUnderWay()
  return settlePlan(ctx, applying, { sure: false })
}

/** Throws 409 where the resource is not as the plan found it: by its release, and by each value that would change. */
async function requireUnmoved(ctx: Context, { sync, plan, changed }: Applying): Promise<void> {
  const { release, values } = await readResource(ctx, sync)
  const present = new Map(values.map((value) => [value.key, value]))
  const same = [...changed].every(([key, { before, after }]) => {
    const there = present.get(key)
    const expected = plan.kind === 'take-in' ? after : before
    return there?.attached !== true && (there === undefined ? expected === undefined : there.value === expected)
  })
  if (release.version === plan.release && release.status !== 'pending' && same) return
  await endPlan(ctx.services.db, sync.org_id, { id: plan.id, from: 'planned' }, { state: 'void' })
  throw planMoved('app')
}

/** Stores that the plan is sent from now on: the claims of its keys, its state and the event, or nothing at all. */
async function begin(ctx: Context, applying: Applying, { needs, automatic = false }: How): Promise<void> {
  const { sync, plan, rows } = applying
  try {
    await ctx.services.db.transaction().execute(async (trx) => {
      const present = await requireSame(trx, sync, plan)
      if (automatic && !present.auto_sync) throw syncPaused()
      if (needs !== undefined) await requireNow(ctx, trx, sync.org_id, needs)
      await requireApproved(trx, present, applying)
      const own = rows.filter(({ owner, action }) => owner === 'sync' && action !== 'conflict').map(({ key }) => key)
      const others = await claimKeys(trx, resourceOf(sync), sync.id, own)
      if (others.length > 0) throw planConflicts(others)
      if (!(await beginPlan(trx, sync.org_id, plan.id))) throw planEnded()
      const keys = rows.filter(({ key }) => applying.changed.has(key)).map(({ key, action }) => `${action} ${key}`)
      const taken = rows.filter((row) => row.taken).map(({ key }) => key)
      await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.applyPlan', { planId: plan.id, keys, taken }))
    })
  } catch (error) {
    throw isUniqueViolation(error, 'config_plans_under_way') ? syncUnderWay() : error
  }
}

/** Nothing differs: no change, no release. */
async function end(ctx: Context, { sync, plan, rows }: Applying): Promise<Plan> {
  await ctx.services.db.transaction().execute(async (trx) => {
    await endPlan(trx, sync.org_id, { id: plan.id, from: 'sending' }, { state: 'applied', outcome: '[]' })
    await noteKnown(trx, resourceOf(sync), sync.id, knownAfter(rows, []))
  })
  return shapePlan(await findPlan(ctx, sync, plan.id))
}

/** Failures after which the platform may have done what was asked. */
const uncertain: readonly string[] = ['unavailable', 'timed_out']

async function send(ctx: Context, applying: Applying): Promise<Plan> {
  const { sync, plan, changed } = applying
  const patch = Object.fromEntries([...changed].map(([key, { after }]) => [key, after ?? null]))
  const { reached } = ctx.services.plans
  await reached?.('before send')
  try {
    await reachOf(ctx, sync, { repeatable: false }, (config, resource, deadline) =>
      config.patch(resource, patch, deadline),
    )
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (uncertain.includes(error.failure)) return settlePlan(ctx, applying, { sure: false })
    await ctx.services.db.transaction().execute(async (trx) => {
      await releaseKeys(trx, resourceOf(sync), sync.id, newKeys(applying))
      await endPlan(trx, sync.org_id, { id: plan.id, from: 'sending' }, { state: 'failed', outcome: '[]' })
    })
    throw error
  }
  await reached?.('after send')
  return settlePlan(ctx, applying, { sure: true })
}

function resourceOf({ org_id: orgId, app, resource_id: resourceId }: ConfigSyncRow) {
  return { orgId, app, resourceId }
}
