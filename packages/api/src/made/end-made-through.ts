import { endMadeThrough as end, type OrgId, type Queryable } from '@app-connections/db'
import type { Ends } from '@app-connections/schemas'
import { madeThrough } from './made-through.ts'

/**
 * Ends what was made through a person or an identity that loses the right to make it, and returns it, if there was
 * anything. Runs in the settled transaction that takes the right, so that nothing can be made in between.
 */
export async function endMadeThrough(
  trx: Queryable,
  orgId: OrgId,
  makerId: string,
  at: Date,
): Promise<Pick<Ends, 'ended'>> {
  const ended = await madeThrough(trx, orgId, makerId)
  await end(trx, orgId, makerId, at)
  return ended.length === 0 ? {} : { ended }
}
