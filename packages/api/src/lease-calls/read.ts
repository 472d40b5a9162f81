import { selectLeases } from '@app-connections/db'
import type { App, Lease, LeaseRef, Leases } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { administers } from '../grants/find.ts'
import { shapeLease } from '../leases/shape.ts'
import type { MemberContext } from '../procedure/context.ts'
import { findLease, requireLeases } from './find.ts'
import { mostLeases } from './limits.ts'

/** How many that have ended are shown besides. */
const endedShown = 20

/**
 * The leases of a connection that have not ended, and the last that have, newest first: all for admins of its scope, for
 * others their own. Errors: 404, 400 (another app, one without leases).
 */
export async function listLeases({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<Leases> {
  const connection = await findConnection(ctx, input, 'read')
  requireLeases(connection)
  const own = administers(ctx, connection) ? {} : { holderId: ctx.actor.id }
  const which = { orgId: connection.org_id, connectionId: connection.id, ...own }
  const rows = await selectLeases(ctx.services.db, which, { ended: endedShown, most: mostLeases + endedShown })
  return { leases: rows.map((row) => shapeLease(row, connection)) }
}

/** One lease. Errors: 404, 400 (another app, one without leases). */
export async function getLease({ ctx, input }: { ctx: MemberContext; input: LeaseRef }): Promise<Lease> {
  const { connection, row } = await findLease(ctx, input)
  return shapeLease(row, connection)
}
