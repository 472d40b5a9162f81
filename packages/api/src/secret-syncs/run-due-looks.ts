import { selectSync, storeLook } from '@app-connections/db'
import { type ClaimedLook, claimDueLooks } from '@app-connections/db/system'
import { allowanceOf, paceOf } from '../checks/pace.ts'
import { publicError } from '../failures/public-error.ts'
import { type JobRun, pause, pauseAfter } from '../job.ts'
import { type Context, ownContext } from '../procedure/context.ts'
import type { Services } from '../services/services.ts'
import { look } from './look.ts'

/** How many looks one statement claims, and so many are under way at once. */
const atOnce = 8

/** A sync is looked at so often at most, in seconds. */
const leastBetween = 900

/** The calls that a look makes at most. */
const callsPerLook = 4

/** Looks at the resources that are due whether somebody else has changed keys of a sync. Resolves with how many. */
export async function runDueLooks(services: Services, run: JobRun): Promise<number> {
  const ctx = ownContext(services)
  let looked = 0
  while (!run.signal.aborted) {
    const startedAt = performance.now()
    const claimed = await claimDueLooks(services.db, atOnce)
    if (claimed.length === 0) break
    await Promise.all(claimed.map((each) => lookClaimed(ctx, each, run)))
    looked += claimed.length
    await pause(run, pauseAfter(performance.now() - startedAt))
  }
  return looked
}

async function lookClaimed(ctx: Context, claim: ClaimedLook, run: JobRun): Promise<void> {
  const { db } = ctx.services
  const seconds = secondsBetween(ctx.services, claim)
  try {
    const sync = await selectSync(db, claim.orgId, claim.syncId)
    if (sync !== undefined) await look(ctx, sync, { seconds })
  } catch (error) {
    const { body, retryAfterSeconds = 0, unexpected } = publicError(error, '')
    const message = typeof body.message === 'string' ? body.message : null
    await storeLook(db, claim.orgId, claim.syncId, { message }, Math.max(seconds, retryAfterSeconds))
    if (unexpected) run.onError(error, { syncId: claim.syncId })
  }
}

/** Looks of one account take the share of its allowance that checks may take, however many syncs use it. */
function secondsBetween({ providers }: Services, { app, share }: ClaimedLook): number {
  const pace = paceOf({ ...allowanceOf(providers, app), callsPerCheck: callsPerLook })
  return Math.max(leastBetween, Math.ceil((share * pace) / 1_000))
}
