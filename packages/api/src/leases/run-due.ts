import { claimDueLeases, endLostLeases } from '@app-connections/db/system'
import { type JobRun, pause, pauseAfter } from '../job.ts'
import { ownContext } from '../procedure/context.ts'
import type { Services } from '../services/services.ts'
import { endClaimedLease } from './end-due.ts'

/** How many are ended at once. */
const atOnce = 8

/**
 * Ends the leases whose time is over, those that have lost what they hang on, and what a killed process or a lost answer has
 * left. Resolves with how many were dealt with.
 */
export async function runDueLeases(services: Services, run: JobRun): Promise<number> {
  const ctx = ownContext(services)
  await endLostLeases(services.db)
  let done = 0
  while (!run.signal.aborted) {
    const startedAt = performance.now()
    const claimed = await claimDueLeases(services.db, { limit: atOnce, returnMs: services.rotation.turnMs })
    if (claimed.length === 0) break
    await Promise.all(
      claimed.map((claim) =>
        endClaimedLease(ctx, claim).catch((error: unknown) => run.onError(error, { connectionId: claim.connectionId })),
      ),
    )
    done += claimed.length
    await pause(run, pauseAfter(performance.now() - startedAt))
  }
  return done
}
