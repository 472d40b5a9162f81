import { selectConnectionOrDeleted, selectSealedDeletedConnection } from '@app-connections/db'
import { type ClaimedWithdrawal, claimDueWithdrawals } from '@app-connections/db/system'
import { OperationError } from '../failures/operation-error.ts'
import { type JobRun, pause, pauseAfter } from '../job.ts'
import { type Context, ownContext } from '../procedure/context.ts'
import type { Services } from '../services/services.ts'
import { openToWithdraw } from './open.ts'
import { giveUpWithdrawal, mostWithdrawalTries, withdrawalReturnMs, withdrawDeleted } from './revoke.ts'

/** How many withdrawals run at once. */
const atOnce = 8

/**
 * Retries to withdraw the grants of deleted connections where that failed at the deletion: the platform was out of
 * reach, or the process ended. Resolves with how many were tried.
 */
export async function runDueWithdrawals(services: Services, run: JobRun): Promise<number> {
  const ctx = ownContext(services)
  let tried = 0
  while (!run.signal.aborted) {
    const startedAt = performance.now()
    const options = { at: services.now(), limit: atOnce, returnMs: withdrawalReturnMs }
    const claimed = await claimDueWithdrawals(services.db, options)
    if (claimed.length === 0) break
    await Promise.all(
      claimed.map((claim) =>
        withdrawClaimed(ctx, claim).catch((error: unknown) => run.onError(error, { connectionId: claim.id })),
      ),
    )
    tried += claimed.length
    await pause(run, pauseAfter(performance.now() - startedAt))
  }
  return tried
}

async function withdrawClaimed(ctx: Context, { id, orgId, tries }: ClaimedWithdrawal): Promise<void> {
  const row = await selectConnectionOrDeleted(ctx.services.db, orgId, id)
  // Erased or restored since it was claimed, so there is nothing to withdraw.
  if (row === undefined || row.deleted_at === null) return
  if (tries > mostWithdrawalTries) return giveUpWithdrawal(ctx, row, 'each try was cut off.')
  const opened = await openToWithdraw(ctx, { orgId, id }, selectSealedDeletedConnection).catch((error: unknown) => {
    if (error instanceof OperationError && error.error === 'NotFound') return 'gone' as const
    throw error
  })
  if (opened === 'gone') return
  if (opened === undefined) return giveUpWithdrawal(ctx, row, 'what is stored does not open.')
  await withdrawDeleted(ctx, opened, tries)
}
