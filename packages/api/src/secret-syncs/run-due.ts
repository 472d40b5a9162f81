import { type ClaimedRun, endRun, insertAuditEvent, putOffRun, selectPlan, selectSync } from '@app-connections/db'
import { claimDueRuns, selectLeftPlans } from '@app-connections/db/system'
import { ProviderError, type ProviderFailure } from '@app-connections/providers'
import { OperationError } from '../failures/operation-error.ts'
import { publicError } from '../failures/public-error.ts'
import { type JobRun, pause, pauseAfter } from '../job.ts'
import { type Context, ownContext } from '../procedure/context.ts'
import type { Services } from '../services/services.ts'
import { carryOut } from './carry-out.ts'
import { syncEvent } from './event.ts'
import { doRun } from './run-kinds.ts'

/** How many runs one process has under way at once, and how many all have of a connection. */
const atOnce = 8
const perConnection = 5

/** How many plans that were left one run of the job looks after. */
const leftAtOnce = 50

/** How often a run is tried that sets keys, and one that waits for the platform's decision on what was sent. */
const mostTries = 5
const mostLooks = 120

/** The pause before the second try, in seconds; each later one is twice as long. */
const firstPauseSeconds = 3

/**
 * Runs the syncs that are due, and looks after plans that a process has begun to send and left. Resolves with how many
 * runs were tried.
 */
export async function runDueSyncs(services: Services, run: JobRun): Promise<number> {
  const ctx = ownContext(services)
  for (const left of await selectLeftPlans(services.db, leftAtOnce)) {
    if (run.signal.aborted) break
    await lookAfter(ctx, left).catch((error: unknown) => {
      if (!(error instanceof OperationError || error instanceof ProviderError)) run.onError(error, { planId: left.id })
    })
  }
  let tried = 0
  while (!run.signal.aborted) {
    const startedAt = performance.now()
    const claimed = await claimDueRuns(services.db, { limit: atOnce, perConnection })
    if (claimed.length === 0) break
    await Promise.all(claimed.map((each) => runClaimed(ctx, each, run)))
    tried += claimed.length
    await pause(run, pauseAfter(performance.now() - startedAt))
  }
  return tried
}

/** What could not be looked at now is looked at by the next run. */
async function lookAfter(ctx: Context, { orgId, syncId, id }: Awaited<ReturnType<typeof selectLeftPlans>>[number]) {
  const [sync, plan] = [
    await selectSync(ctx.services.db, orgId, syncId),
    await selectPlan(ctx.services.db, orgId, { syncId, id }),
  ]
  if (sync !== undefined && plan !== undefined) await carryOut(ctx, sync, plan, { skipConflicts: true })
}

async function runClaimed(ctx: Context, claim: ClaimedRun, job: JobRun): Promise<void> {
  const { db } = ctx.services
  try {
    const sync = await selectSync(db, claim.orgId, claim.syncId)
    if (sync === undefined) return
    const message = await doRun(ctx, sync, claim)
    await endRun(db, claim.orgId, claim, { status: 'succeeded', message })
  } catch (error) {
    await failed(ctx, claim, error).catch((second: unknown) => job.onError(second, { syncId: claim.syncId }))
    if (publicError(error, '').unexpected) job.onError(error, { syncId: claim.syncId, jobId: claim.jobId })
  }
}

/** Puts a run off, or ends it with the sentence that a caller would get. */
async function failed(ctx: Context, claim: ClaimedRun, error: unknown): Promise<void> {
  const { db } = ctx.services
  const { body, retryAfterSeconds } = publicError(error, '')
  const message = typeof body.message === 'string' ? body.message : 'The input is not valid'
  const seconds = pauseSeconds(claim, error, retryAfterSeconds)
  if (seconds !== undefined) return putOffRun(db, claim.orgId, claim, { seconds, message })
  if (!(await endRun(db, claim.orgId, claim, { status: 'failed', message }))) return
  const sync = await selectSync(db, claim.orgId, claim.syncId)
  if (sync === undefined) return
  const detail = { jobId: claim.jobId, code: body.code }
  await insertAuditEvent(db, syncEvent(ctx, sync, actions[claim.kind] ?? actions.sync, detail, 'failed'))
}

const actions: Readonly<Record<string, Parameters<typeof syncEvent>[2]>> & { sync: 'secretSyncs.syncSecrets' } = {
  sync: 'secretSyncs.syncSecrets',
  import: 'secretSyncs.importSecrets',
  remove: 'secretSyncs.removeSecrets',
}

const temporary: ReadonlySet<ProviderFailure> = new Set(['unavailable', 'timed_out', 'rate_limited'])

/** After how many seconds a failed run is tried again; undefined: not by itself. */
function pauseSeconds({ kind, tries }: ClaimedRun, error: unknown, after: number | undefined): number | undefined {
  // Nothing was done yet, or it is not known how it ended: whatever the run is for, it goes on.
  if (error instanceof OperationError && error.code === 'approvalNeeded') return after
  if (error instanceof OperationError && after !== undefined) return tries < mostLooks ? after : undefined
  if (kind !== 'sync' || tries >= mostTries) return undefined
  if (!(error instanceof ProviderError && temporary.has(error.failure))) return undefined
  return after ?? firstPauseSeconds * 2 ** (tries - 1)
}
