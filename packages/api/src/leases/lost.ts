import { endLostLeases, hasUnendedLeases } from '@app-connections/db/system'
import type { Context } from '../procedure/context.ts'
import { endDueLeasesOf } from './end-due.ts'

/**
 * Ends at once the leases of a connection that have lost what they hang on, as far as their platform can do it now. Resolves
 * with whether some wait to be ended.
 */
export async function endLeasesOf(ctx: Context, connectionId: string): Promise<boolean> {
  const { db } = ctx.services
  await endLostLeases(db, connectionId)
  await endDueLeasesOf(ctx, connectionId)
  return hasUnendedLeases(db, connectionId)
}
