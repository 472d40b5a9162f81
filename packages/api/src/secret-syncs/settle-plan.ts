import { setTimeout as sleep } from 'node:timers/promises'
import { endPlan, insertAuditEvent, leavePlan, noteKnown, releaseKeys } from '@app-connections/db'
import type { ConfigRelease, ConfigValue } from '@app-connections/providers'
import type { Plan } from '@app-connections/schemas'
import type { Context } from '../procedure/context.ts'
import type { Applying } from './carry-out.ts'
import { syncEvent } from './event.ts'
import { findPlan } from './find.ts'
import { readResource } from './reach.ts'
import { shapePlan } from './shape.ts'

/**
 * Looks what became of a plan that was sent, and stores that: waits for its release, and reads the values back. While the
 * platform has not decided, the plan stays `sending`, and a later call looks again. `sure`: whether the platform has
 * confirmed the change. Where it has not and nothing is there, this looks twice, since the change may be under way.
 */
export async function settlePlan(
  ctx: Context,
  applying: Applying,
  { sure }: { readonly sure: boolean },
): Promise<Plan> {
  const { sync, plan } = applying
  const { db, plans } = ctx.services
  const { waitMs, pauseMs } = plans
  const until = performance.now() + waitMs
  let looks = sure ? 2 : 0
  for (;;) {
    const there = await readResource(ctx, sync).catch(async (error: unknown) => {
      await leavePlan(db, sync.org_id, plan.id)
      throw error
    })
    looks += 1
    const outcome = outcomeOf(applying, there.values)
    const isThere = outcome.some(({ holds }) => holds === 'new')
    if (there.release.status !== 'pending' && (isThere || looks > 2)) {
      await store(ctx, applying, there.release, outcome)
      break
    }
    if (performance.now() + pauseMs > until) {
      await leavePlan(db, sync.org_id, plan.id)
      break
    }
    await sleep(pauseMs)
  }
  return shapePlan(await findPlan(ctx, sync, plan.id))
}

type Outcome = { readonly key: string; readonly holds: 'new' | 'old' | 'other' }[]

/** Which value each key that the plan changes has. */
function outcomeOf({ changed }: Applying, values: readonly ConfigValue[]): Outcome {
  const present = new Map(values.map(({ key, value }) => [key, value]))
  return [...changed].map(([key, { before, after }]) => {
    const now = present.get(key)
    return { key, holds: now === after ? 'new' : now === before ? 'old' : 'other' }
  })
}

async function store(ctx: Context, applying: Applying, release: ConfigRelease, outcome: Outcome): Promise<void> {
  const { sync, plan, rows } = applying
  const applied = outcome.some(({ holds }) => holds === 'new')
  const gone = rows
    .filter(({ key, action, owner }) => (action === 'remove' || owner === 'nobody') && holds(outcome, key) === 'new')
    .map(({ key }) => key)
  // What it would have added or taken over, and has not, stays nobody's: others may set it.
  const missed = newKeys(applying).filter((key) => !applied || ['old', 'other'].includes(holds(outcome, key) ?? 'new'))
  await ctx.services.db.transaction().execute(async (trx) => {
    const end = {
      state: applied ? 'applied' : 'failed',
      outcome: JSON.stringify(outcome),
      release_made: release.version,
    }
    if (!(await endPlan(trx, sync.org_id, { id: plan.id, from: 'sending' }, end))) return
    const resource = { orgId: sync.org_id, app: sync.app, resourceId: sync.resource_id }
    await releaseKeys(trx, resource, sync.id, [...gone, ...missed])
    await noteKnown(trx, resource, sync.id, knownAfter(rows, outcome))
    if (applied) return
    await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.applyPlan', { planId: plan.id }, 'failed'))
  })
}

/** The digests of the values that the resource has after a plan, as far as they are the sync's doing. */
export function knownAfter(rows: Applying['rows'], outcome: Outcome): Map<string, string> {
  const holds = new Map(outcome.map((each) => [each.key, each.holds]))
  return new Map(
    rows.flatMap(({ key, action, owner, before, after }) => {
      if (owner !== 'sync' || action === 'conflict' || holds.get(key) === 'other') return []
      const digest = holds.get(key) === 'new' ? after : before
      return digest === null ? [] : [[key, digest]]
    }),
  )
}

function holds(outcome: Outcome, key: string): Outcome[number]['holds'] | undefined {
  return outcome.find((each) => each.key === key)?.holds
}

/** The keys that become the sync's by a plan. */
export function newKeys({ rows }: Pick<Applying, 'rows'>): string[] {
  return rows.filter(({ action, taken }) => action === 'add' || taken).map(({ key }) => key)
}
