import type { CreateLease, OpenedLease, RenewLease } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { leaseEnded, leaseNotGranted } from '../failures/leases.ts'
import { endDueLeasesOf } from '../leases/end-due.ts'
import type { MemberContext } from '../procedure/context.ts'
import { findLease, holdsLease, requireLeases } from './find.ts'
import { grantedLease } from './granted.ts'
import { openLease } from './open.ts'

/**
 * Opens a lease: a credential of its own for the caller, by a grant of theirs. It ends by itself, and with the grant, the
 * token or session of the call, and the connection. What is about to be made is stored first, so that the job finds and
 * ends it where this process is killed or an answer is lost.
 *
 * Errors: 404, 400 (another app, one without leases; a refused credential; too many leases), 403 (no such grant), 409 (the
 * grant or the connection ended meanwhile), 429, 502, 503, 504 (the platform).
 */
export async function createLease({ ctx, input }: { ctx: MemberContext; input: CreateLease }): Promise<OpenedLease> {
  const connection = await findConnection(ctx, input, 'read')
  requireLeases(connection)
  return openLease(ctx, connection, await grantedLease(ctx, connection, input))
}

/**
 * Opens another lease in the place of one, with the same scopes, and ends that. Errors: as of `createLease`, and 409 (the
 * lease has ended).
 */
export async function renewLease({ ctx, input }: { ctx: MemberContext; input: RenewLease }): Promise<OpenedLease> {
  const { connection, row } = await findLease(ctx, input)
  if (!holdsLease(ctx, row)) throw leaseNotGranted()
  if (row.state !== 'live') throw leaseEnded(row.id)
  const { seconds = row.seconds } = input
  const granted = await grantedLease(ctx, connection, { scopes: row.scopes, seconds })
  const opened = await openLease(ctx, connection, granted, row.id)
  await endDueLeasesOf(ctx, connection.id)
  return opened
}
