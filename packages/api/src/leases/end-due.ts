import {
  type ConnectionRow,
  type LeaseRow,
  putOffLease,
  selectConnectionOrDeleted,
  selectLease,
  selectSealedConnectionOrDeleted,
  settleLease,
} from '@app-connections/db'
import { type ClaimedLease, claimDueLeases } from '@app-connections/db/system'
import { type Leasing, ProviderError } from '@app-connections/providers'
import { openToWithdraw } from '../credentials/open.ts'
import { withDeadline } from '../deadline.ts'
import type { Context } from '../procedure/context.ts'
import { leaseEvent, leaseNotice, shapeLease } from './shape.ts'

/** Pauses before a lease that could not be ended is tried again, in seconds. After the last one a person has to. */
const againAfter = [15, 60, 10 * 60, 3_600, 4 * 3_600]

/** How often it is looked whether one was made: the call that makes it may still be under way. */
const looks = 2

/** Failures of a platform after which it may be ended later. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'timed_out', 'rate_limited', 'account_problem'])

/** Ends at once what leases a connection has to end, as far as that can be done now. What fails is tried again. */
export async function endDueLeasesOf(ctx: Context, connectionId: string): Promise<void> {
  const { db, rotation } = ctx.services
  const claimed = await claimDueLeases(db, { limit: 100, returnMs: rotation.turnMs, ending: connectionId })
  for (const claim of claimed) await endClaimedLease(ctx, claim)
}

/**
 * Ends a lease at its platform, by the present credential of its connection; one of which it is not known whether it was
 * made is looked for by its mark. Stores that it is ended, or why not: it is tried again, and is then `stuck` until a
 * person ends it or its time is over, after which it has ended by itself.
 */
export async function endClaimedLease(ctx: Context, claim: ClaimedLease): Promise<void> {
  const { services } = ctx
  const connection = await selectConnectionOrDeleted(services.db, claim.orgId, claim.connectionId)
  const row = await selectLease(services.db, claim)
  if (connection === undefined || row === undefined || row.due_at === null) return
  const outcome = await outcomeOf(ctx, connection, row, claim.tries)
  if (outcome.to === 'later') {
    const pause = outcome.seconds ?? againAfter[claim.tries - 1]
    if (pause !== undefined) return putOffLease(services.db, claim, { seconds: pause, reason: outcome.reason })
  }
  await settle(ctx, { connection, row, claim }, outcome)
}

interface Outcome {
  readonly to: 'ended' | 'failed' | 'later' | 'stuck'
  readonly reason: string | null
  readonly seconds?: number
}

async function outcomeOf(ctx: Context, connection: ConnectionRow, row: LeaseRow, tries: number): Promise<Outcome> {
  if (row.account_id !== (connection.account.id ?? null)) {
    return {
      to: 'stuck',
      reason:
        'The connection has a credential of another account by now, or of one that cannot be told. Only one of the account that made the lease may end it.',
    }
  }
  const { services } = ctx
  try {
    const ref = { orgId: row.org_id, id: row.connection_id }
    const opened = await openToWithdraw(ctx, ref, selectSealedConnectionOrDeleted)
    const leasing = opened?.credential.leasing
    if (leasing === undefined) return { to: 'stuck', reason: 'The connection has no credential that may end it.' }
    return await withDeadline(services.upstreamDeadlineMs, (deadline) => endBy(ctx, leasing, row, { tries, deadline }))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return { to: passing.has(error.failure) ? 'later' : 'stuck', reason: error.message }
  }
}

async function endBy(
  { services }: Context,
  leasing: Leasing,
  row: LeaseRow,
  { tries, deadline }: { tries: number; deadline: AbortSignal },
): Promise<Outcome> {
  const found = row.platform_id === null ? await leasing.find(row.id, deadline) : [row.platform_id]
  if (found.length === 0) {
    if (tries >= looks) return { to: 'failed', reason: 'It was cut off, and nothing had been made.' }
    return { to: 'later', reason: 'It is looked for once more.', seconds: services.rotation.lookAgainMs / 1000 }
  }
  for (const id of found) {
    await services.rotation.reached?.('before end')
    await leasing.end(id, deadline)
    await services.rotation.reached?.('after end')
  }
  return { to: 'ended', reason: null }
}

async function settle(
  ctx: Context,
  { connection, row, claim }: { connection: ConnectionRow; row: LeaseRow; claim: ClaimedLease },
  { to: outcome, reason }: Outcome,
): Promise<void> {
  const { services } = ctx
  const failed = outcome === 'later' || outcome === 'stuck'
  // Its platform has ended it by then.
  const to = failed ? (row.expired ? 'ended' : 'stuck') : outcome
  const endedBy = to === 'failed' ? null : (row.ended_by ?? 'lost')
  const facts = { id: row.id, platformId: row.platform_id, by: endedBy, ...(failed ? { reason } : {}) }
  const event = leaseEvent(ctx, connection, ['leases.end', to === 'stuck' ? 'failed' : 'success'], facts)
  const ended = { ...row, state: 'ended', ended_by: endedBy, ended_at: services.now(), reason }
  // Nobody was told of one whose credential never left.
  const told = to === 'ended' && endedBy !== 'lost' && connection.deleted_at === null
  const notice = told
    ? leaseNotice('lease.ended', connection, shapeLease(ended, connection), services.now())
    : undefined
  await services.rotation.reached?.('before note end')
  const settled = await settleLease(services.db, claim, { to, endedBy, reason }, { event, notice })
  await services.rotation.reached?.('after note end')
  if (settled && told) services.sendNoticesSoon()
}
