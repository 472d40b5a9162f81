import {
  type ClaimedRun,
  type ConfigSyncRow,
  deleteSync,
  insertAuditEvent,
  noteImported,
  selectSending,
  selectWaiting,
} from '@app-connections/db'
import { importSecretsSchema, type Plan, syncOptionsSchema } from '@app-connections/schemas'
import { OperationError } from '../failures/operation-error.ts'
import { approvalNeeded, changeFailed, syncPaused, undecided } from '../failures/secret-syncs.ts'
import { some } from '../failures/some.ts'
import type { Context } from '../procedure/context.ts'
import { asksApproval } from './approval.ts'
import { carryOut } from './carry-out.ts'
import { syncEvent } from './event.ts'
import { takeIn } from './import-run.ts'
import { planFor, planRemoval } from './plan.ts'
import { present } from './present.ts'

/** How often a run plans, where the resource or the set moves between plan and change. */
const mostPlans = 3

/** Does what a run is for. Resolves with what its sync's people should know, or null. Rejects with why it failed. */
export function doRun(ctx: Context, sync: ConfigSyncRow, run: ClaimedRun): Promise<string | null> {
  if (run.kind === 'import') return importRun(ctx, sync, run)
  return run.kind === 'remove' ? removalRun(ctx, sync, run) : syncRun(ctx, sync, run)
}

/** Sets what is safe: keys in conflict stay, and are told. The first run takes in what the resource has where it should. */
async function syncRun(ctx: Context, sync: ConfigSyncRow, { options }: ClaimedRun): Promise<string | null> {
  const { automatic = false, askedBy = sync.makers } = options
  if (automatic && !sync.auto_sync) throw syncPaused()
  await settleSending(ctx, sync)
  const behavior = importBehaviors[syncOptionsSchema.parse(sync.options).initialSyncBehavior]
  if (!sync.imported) {
    if (behavior !== undefined) await takeIn(ctx, sync, { importBehavior: behavior, askedBy })
    await noteImported(ctx.services.db, sync.org_id, sync.id)
  }
  return carriedOut(ctx, sync, 'sync', options)
}

const importBehaviors = {
  'overwrite-destination': undefined,
  'import-prioritize-source': 'prioritize-source',
  'import-prioritize-destination': 'prioritize-destination',
} as const

async function importRun(ctx: Context, sync: ConfigSyncRow, run: ClaimedRun): Promise<string | null> {
  const { askedBy = sync.makers } = run.options
  const importBehavior = importSecretsSchema.shape.importBehavior.parse(run.options.importBehavior)
  await takeIn(ctx, sync, { importBehavior, askedBy })
  return null
}

async function removalRun(ctx: Context, sync: ConfigSyncRow, run: ClaimedRun): Promise<string | null> {
  await settleSending(ctx, sync)
  const left = await carriedOut(ctx, sync, 'remove', run.options)
  if (run.options.deletes !== true) return left
  await ctx.services.db.transaction().execute(async (trx) => {
    if (!(await deleteSync(trx, sync.org_id, sync.id))) return
    await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.remove', { jobId: run.jobId }))
  })
  return left
}

/** Looks first how a plan ended that somebody has begun to send. Rejects where that is not known yet. */
async function settleSending(ctx: Context, sync: ConfigSyncRow): Promise<void> {
  const sending = await selectSending(ctx.services.db, sync.org_id, sync.id)
  if (sending === undefined) return
  const { state } = await carryOut(ctx, sync, sending, { skipConflicts: true })
  if (state === 'sending') throw undecided()
}

/** Plans and carries that out, anew where something moved meanwhile. Rejects while a plan waits for a second person. */
async function carriedOut(
  ctx: Context,
  sync: ConfigSyncRow,
  kind: 'sync' | 'remove',
  { automatic = false, askedBy, revision }: ClaimedRun['options'],
): Promise<string | null> {
  for (let plans = 1; ; plans += 1) {
    const current = await present(ctx.services.db, sync)
    try {
      // Whoever has asked is behind the values that the set had then, and not behind later ones.
      const by = { askedBy, authors: askedBy === undefined || (kind === 'sync' && revision !== current.revision) }
      const plan = (await waitingPlan(ctx, current, kind)) ?? (await plansOf[kind](ctx, current, by)).plan
      if (asksApproval(current, plan) && plan.approved_by === null) throw approvalNeeded(plan.id)
      return saysOf(await carryOut(ctx, current, plan, { skipConflicts: true, automatic }))
    } catch (error) {
      if (!(error instanceof OperationError && moved.has(error.code)) || plans === mostPlans) throw error
    }
  }
}

const plansOf = { sync: planFor, remove: planRemoval }

/** The plan of an earlier run that waits for its approval, or has it by now. */
function waitingPlan({ services }: Context, sync: ConfigSyncRow, kind: 'sync' | 'remove') {
  if (!sync.requires_approval) return undefined
  const setRevision = kind === 'sync' ? sync.revision : null
  return selectWaiting(services.db, sync.org_id, sync, { kind, setRevision })
}

const moved: ReadonlySet<string> = new Set(['planMoved', 'planEnded', 'planConflicts'])

function saysOf({ state, rows, outcome }: Plan): string | null {
  if (state === 'sending') throw undecided()
  if (state !== 'applied') throw changeFailed()
  const strange = (outcome ?? []).filter(({ holds }) => holds !== 'new').map(({ key }) => key)
  const left = rows.filter(({ action }) => action === 'conflict').map(({ key }) => key)
  return leftAsTheyAre(left, strange)
}

/** What a run that worked has left out: keys in conflict, and those that others have changed at once. Null for none. */
function leftAsTheyAre(conflicts: readonly string[], others: readonly string[]): string | null {
  const sentences = [
    ...(conflicts.length === 0 ? [] : [`Left as they are, since they are not this sync's: ${some(conflicts)}.`]),
    ...(others.length === 0 ? [] : [`Changed by somebody else at once: ${some(others)}.`]),
  ]
  return sentences.length === 0 ? null : sentences.join(' ')
}
