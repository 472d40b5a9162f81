import { endLease } from '@app-connections/db'
import type { Lease, LeaseRef } from '@app-connections/schemas'
import { leaseEnded } from '../failures/leases.ts'
import { endDueLeasesOf } from '../leases/end-due.ts'
import { leaseEvent, shapeLease } from '../leases/shape.ts'
import type { MemberContext } from '../procedure/context.ts'
import { findLease, holdsLease, requireLease } from './find.ts'

/**
 * Ends a lease before its time; one that could not be ended is tried again. Where its platform cannot do it now, it stays
 * `ending` and is tried again by itself. For its holder and for admins of the connection's scope. Errors: 404, 400 (another
 * app, one without leases), 409 (it has ended).
 */
export async function endLeaseEarly({ ctx, input }: { ctx: MemberContext; input: LeaseRef }): Promise<Lease> {
  const { connection, row } = await findLease(ctx, input)
  const ref = { orgId: connection.org_id, connectionId: connection.id, id: row.id }
  const by = holdsLease(ctx, row) ? 'holder' : 'admin'
  const event = leaseEvent(ctx, connection, ['leases.end', 'attempted'], { id: row.id, by })
  if (!(await endLease(ctx.services.db, ref, by, event))) throw leaseEnded(row.id)
  await endDueLeasesOf(ctx, connection.id)
  return shapeLease(await requireLease(ctx, connection, row.id), connection)
}
