import { randomUUID } from 'node:crypto'
import {
  type Begun,
  beginLease,
  type ConnectionRow,
  type LeaseRef,
  selectLease,
  settleLease,
  storeLease,
} from '@app-connections/db'
import { endLostLeases } from '@app-connections/db/system'
import { type MadeLease, ProviderError } from '@app-connections/providers'
import { appSchema, type OpenedLease } from '@app-connections/schemas'
import { openCredential } from '../credentials/open.ts'
import { noteFailure } from '../credentials/outcome.ts'
import { withDeadline } from '../deadline.ts'
import { notSignedIn } from '../failures/access.ts'
import { grantUsedUp } from '../failures/broker.ts'
import { leaseEnded, leaseLost, noLeases, tooManyLeases, unknownLease } from '../failures/leases.ts'
import { OperationError } from '../failures/operation-error.ts'
import { endDueLeasesOf } from '../leases/end-due.ts'
import { leaseEvent, leaseNotice, shapeLease } from '../leases/shape.ts'
import type { MemberContext } from '../procedure/context.ts'
import type { GrantedLease } from './granted.ts'
import { mostLeases } from './limits.ts'

/** Opens a lease that is granted, in the place of `renews` where one is to end by it. */
export async function openLease(
  ctx: MemberContext,
  connection: ConnectionRow,
  granted: GrantedLease,
  renews: string | null = null,
): Promise<OpenedLease> {
  const { services } = ctx
  const ref = { orgId: connection.org_id, connectionId: connection.id, id: randomUUID() }
  const opening = { connection, ref, granted, renews }
  await begin(ctx, opening)
  const made = await withDeadline(services.upstreamDeadlineMs, (deadline) => make(ctx, opening, deadline)).catch(
    async (error: unknown) => {
      // After these, the platform may have made it: the job looks.
      if (isUncertain(error)) throw lookedUp(error)
      await fail(ctx, opening, error)
      throw error
    },
  )
  await services.rotation.reached?.('before store')
  const state = await store(ctx, opening, made)
  await services.rotation.reached?.('after store')
  // What it hangs on may have ended while it was made.
  await endLostLeases(services.db, connection.id)
  const row = await selectLease(services.db, ref)
  if (state === 'live' && row?.state === 'live') {
    services.sendNoticesSoon()
    return { lease: shapeLease(row, connection), token: made.token }
  }
  await endDueLeasesOf(ctx, connection.id)
  throw leaseLost()
}

interface Opening {
  readonly connection: ConnectionRow
  readonly ref: LeaseRef
  readonly granted: GrantedLease
  readonly renews: string | null
}

function eventOf(ctx: MemberContext, opening: Opening, outcome: 'attempted' | 'success' | 'failed', more = {}) {
  const { connection, ref, granted, renews } = opening
  const { grant, scopes, seconds } = granted
  const facts = { id: ref.id, grants: [grant.id], scopes, seconds, ...(renews === null ? {} : { renews }), ...more }
  return leaseEvent(ctx, connection, [renews === null ? 'leases.create' : 'leases.renew', outcome], facts)
}

async function begin(ctx: MemberContext, opening: Opening): Promise<void> {
  const { services, actor } = ctx
  const { connection, ref, granted, renews } = opening
  const { grant, scopes, seconds } = granted
  await services.rotation.reached?.('before begin')
  const begun = await beginLease(
    services.db,
    ref,
    {
      ...{ id: ref.id, grant_id: grant.id, token_id: actor.tokenId, scopes, seconds, renews },
      person_id: actor.kind === 'person' ? actor.id : null,
      identity_id: actor.kind === 'identity' ? actor.id : null,
      account_id: connection.account.id ?? null,
    },
    {
      use: { grants: [grant], tokenId: actor.tokenId, change: true },
      ...{ most: mostLeases, turnMs: services.rotation.turnMs, event: eventOf(ctx, opening, 'attempted') },
    },
  )
  if (begun !== 'counted') throw notBegun(begun, renews ?? '')
  await services.rotation.reached?.('after begin')
}

function notBegun(begun: Exclude<Begun, 'counted'>, renewed: string): OperationError {
  if (begun === 'no token') return notSignedIn()
  if (begun === 'no grant') return grantUsedUp()
  return begun === 'too many' ? tooManyLeases(mostLeases) : leaseEnded(renewed)
}

async function make(
  ctx: MemberContext,
  { connection, ref, granted }: Opening,
  deadline: AbortSignal,
): Promise<MadeLease> {
  const { rotation: times } = ctx.services
  const opened = await openCredential(ctx, { orgId: ref.orgId, id: ref.connectionId }, deadline, {})
  const { leasing } = opened.credential
  if (leasing === undefined) throw noLeases(appSchema.parse(connection.app))
  await times.reached?.('before make')
  const { scopes, seconds } = granted
  const made = await leasing.make({ mark: ref.id, scopes, seconds }, deadline).catch(async (error: unknown) => {
    throw error instanceof ProviderError ? new MakeError(await noteFailure(ctx, opened.row, error)) : error
  })
  await times.reached?.('after make')
  return made
}

/** A failed call that may have made a credential. */
class MakeError extends ProviderError {
  constructor({ failure, message, detail }: ProviderError) {
    super(failure, message, { detail })
  }
}

function isUncertain(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError) && !(error instanceof OperationError)) return true
  return error instanceof MakeError && (error.failure === 'unavailable' || error.failure === 'timed_out')
}

function lookedUp(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error
  const message = `${error.message} Whether a credential was made is looked up; if so, it is ended.`
  return new ProviderError(error.failure, message, { detail: error.detail, cause: error })
}

/** Stores that none was made. */
async function fail(ctx: MemberContext, opening: Opening, error: unknown): Promise<void> {
  const { db, rotation } = ctx.services
  await rotation.reached?.('before fail')
  const reason = error instanceof Error ? error.message : 'Something went wrong.'
  const event = eventOf(ctx, opening, 'failed', { reason })
  await settleLease(db, opening.ref, { to: 'failed', endedBy: null, reason }, { event })
  await rotation.reached?.('after fail')
}

async function store(ctx: MemberContext, opening: Opening, { id: platformId }: MadeLease): Promise<'live' | 'ending'> {
  const { services } = ctx
  const { connection, ref, renews } = opening
  const row = await selectLease(services.db, ref)
  if (row === undefined) throw unknownLease(ref.id)
  const live = { ...shapeLease(row, connection), state: 'live' } as const
  return storeLease(
    services.db,
    ref,
    { platformId, renews },
    {
      event: eventOf(ctx, opening, 'success', { platformId }),
      notice: leaseNotice('lease.created', connection, live, services.now()),
    },
  )
}
