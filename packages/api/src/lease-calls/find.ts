import { type ConnectionRow, type LeaseRow, selectLease } from '@app-connections/db'
import { appSchema, type LeaseRef, leaseFactsOf } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { noLeases, unknownLease } from '../failures/leases.ts'
import { administers } from '../grants/find.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Throws 400 where no leases can be opened on connections of that app. */
export function requireLeases(connection: ConnectionRow): void {
  const app = appSchema.parse(connection.app)
  if (leaseFactsOf(app) === undefined) throw noLeases(app)
}

/**
 * A lease of a connection that the caller may know of: an admin of the connection's scope knows all, others their own.
 * Errors: 404 (the connection or the lease), 400 (another app, one without leases).
 */
export async function findLease(
  ctx: MemberContext,
  ref: LeaseRef,
): Promise<{ connection: ConnectionRow; row: LeaseRow }> {
  const connection = await findConnection(ctx, ref, 'read')
  requireLeases(connection)
  return { connection, row: await requireLease(ctx, connection, ref.leaseId) }
}

/** The lease of that id, as the caller may know of it by now. Errors: 404. */
export async function requireLease(ctx: MemberContext, connection: ConnectionRow, id: string): Promise<LeaseRow> {
  const row = await selectLease(ctx.services.db, { orgId: connection.org_id, connectionId: connection.id, id })
  const known = row !== undefined && (administers(ctx, connection) || holdsLease(ctx, row))
  if (!known) throw unknownLease(id).hiding(row !== undefined)
  return row
}

export function holdsLease({ actor }: MemberContext, { holder }: LeaseRow): boolean {
  return holder.id === actor.id
}
