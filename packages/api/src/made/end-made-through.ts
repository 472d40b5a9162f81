import {
  deletePersonalTokensOf,
  endMadeThrough as end,
  endLostGrants,
  pauseLostSyncs,
  type Queryable,
} from '@app-connections/db'
import type { Ends } from '@app-connections/schemas'
import { endsGrants, endsPersonalTokens, madeThrough, type RightsLost } from './made-through.ts'

/**
 * Ends what was made with rights that a person or an identity loses, and the grants that they hold by them, and returns
 * it, if there was anything. Runs in the settled transaction that takes the rights, so that nothing can be made in
 * between, and before a membership is deleted, which deletes grants unseen.
 */
export async function endMadeThrough(trx: Queryable, lost: RightsLost, at: Date): Promise<Pick<Ends, 'ended'>> {
  const ended = await madeThrough(trx, lost)
  if (endsGrants(lost)) {
    // Before tokens and sessions, as whoever changes a sync locks it before their own.
    await pauseLostSyncs(trx, lost)
    await endLostGrants(trx, lost)
  }
  if (endsPersonalTokens(lost)) await deletePersonalTokensOf(trx, lost.orgId, lost.memberId)
  if (lost.projectId === null) await end(trx, lost.orgId, lost.memberId, at)
  return ended.length === 0 ? {} : { ended }
}
