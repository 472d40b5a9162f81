import { selectConnection } from '@app-connections/db'
import { type ClaimedCredential, claimDueCredentials, claimDueRotations } from '@app-connections/db/system'
import { type JobRun, pause, pauseAfter } from '../job.ts'
import { type Context, ownContext } from '../procedure/context.ts'
import type { Services } from '../services/services.ts'
import { endClaimed, endDueOf } from './end.ts'
import { isExpected } from './fail.ts'
import { resumeClaimed } from './resume.ts'
import { rotate } from './run.ts'

/** How many of either kind are under way at once. */
const atOnce = 4

/** A rotation that a process claimed and never began is due again after so long, in milliseconds. */
const returnMs = 5 * 60_000

/**
 * Does all of rotation that is due: ends credentials whose overlap is over or that were to be ended, goes on with what a
 * killed process or a lost answer has left, and rotates by the schedule. Resolves with how much was done.
 */
export async function runDueRotations(services: Services, run: JobRun): Promise<number> {
  const ctx = ownContext(services)
  let done = 0
  while (!run.signal.aborted) {
    const startedAt = performance.now()
    const credentials = await claimDueCredentials(services.db, { limit: atOnce, returnMs: services.rotation.turnMs })
    await Promise.all(credentials.map((claim) => reported(run, claim.connectionId, () => act(ctx, claim))))
    const due = await claimDueRotations(services.db, { limit: atOnce, returnMs })
    await Promise.all(due.map((claim) => reported(run, claim.id, () => rotateClaimed(ctx, claim))))
    const found = credentials.length + due.length
    if (found === 0) break
    done += found
    await pause(run, pauseAfter(performance.now() - startedAt))
  }
  return done
}

function act(ctx: Context, claim: ClaimedCredential): Promise<void> {
  return claim.state === 'ending' ? endClaimed(ctx, claim) : resumeClaimed(ctx, claim)
}

async function rotateClaimed(ctx: Context, { id, orgId }: Awaited<ReturnType<typeof claimDueRotations>>[number]) {
  const row = await selectConnection(ctx.services.db, orgId, id)
  if (row === undefined) return
  // A failure is stored with its rotation.
  await rotate(ctx, row, { kind: 'schedule' }).catch((error: unknown) => {
    if (!isExpected(error)) throw error
  })
  await endDueOf(ctx, id)
}

/** One that fails for a reason of this service's own does not keep the others. */
async function reported(run: JobRun, connectionId: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => run.onError(error, { connectionId }))
}
