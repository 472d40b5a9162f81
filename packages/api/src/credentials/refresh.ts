import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ConnectionRow,
  condemnRefused,
  isUnavailable,
  type RefreshTurn,
  releaseFailed,
  releaseTurn,
  selectConnectionOrDeleted,
  selectRest,
  storeRefreshed,
  takeRefreshTurn,
} from '@app-connections/db'
import { type Credential, ProviderError, type ProviderFailure, type Refreshed } from '@app-connections/providers'
import type { HealthReason } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { healthy, isCondemned, nextCheckAt } from '../health/health.ts'
import { healthNotice } from '../health/notice.ts'
import type { Context } from '../procedure/context.ts'
import type { Services } from '../services/services.ts'
import { sealStored } from './seal.ts'

/** The call that trades a credential for a fresher one, at its platform. */
type Trade = NonNullable<Credential['refresh']>

/** A caller stops waiting for a refresh. The platform has not failed, so this says nothing about the connection. */
export class RefreshTimeout extends ProviderError {
  constructor(message: string) {
    super('timed_out', message, { detail: 'still renewing' })
  }
}

/** How long a process waits between looks at another one's turn, in milliseconds. */
const lookEveryMs = 60

/** Failures after which the platform may have done what was asked, though no answer of it was stored. */
const uncertainAfter: ReadonlySet<ProviderFailure> = new Set(['unavailable', 'timed_out'])

/** Failures of a renewal that may pass. */
const passing: readonly ProviderFailure[] = [
  'account_problem',
  'rate_limited',
  'unavailable',
  'timed_out',
  'misconfigured',
]

/** Storing is tried again after so many milliseconds: a rotated token that is not stored would be lost for good. */
const storeAgainAfterMs = [100, 500, 2_000]

/**
 * Replaces the generation `row` of a credential by a fresher one, once for all callers and processes together: single flight in this process, a
 * turn between processes, and a write that only lands on the generation it was made for. Resolves once a later
 * generation is stored, by whomever. Rejects with `refused` where only a new consent helps, and with what the platform's
 * failure was where it may pass: that never condemns a credential.
 *
 * The call goes on when the caller stops waiting (`signal`): cut off, its answer would be lost.
 */
export async function refresh(ctx: Context, row: ConnectionRow, trade: Trade, signal: AbortSignal): Promise<void> {
  const generation = `${row.id} ${row.seal_revision}`
  await until(
    ctx.services.refreshes.join(generation, () => refreshAcrossProcesses(ctx, row, trade)),
    signal,
  )
}

/**
 * Resolves when no call for a fresher credential is under way, or none can be any more: a process that stops must not
 * lose an answer that nobody waits for.
 */
export async function refreshesSettled(services: Services): Promise<void> {
  const flights = services.refreshes.underWay()
  const longest = sleep(services.refresh.callMs + 1_000, undefined, { ref: false })
  if (flights.length > 0) await Promise.race([Promise.allSettled(flights), longest])
}

async function refreshAcrossProcesses(ctx: Context, row: ConnectionRow, trade: Trade): Promise<void> {
  const { services } = ctx
  const wanted = { connectionId: row.id, orgId: row.org_id, owner: randomUUID(), sealRevision: row.seal_revision }
  const giveUpAt = performance.now() + services.refresh.turnMs * 2
  for (;;) {
    const current = await selectConnectionOrDeleted(services.db, row.org_id, row.id)
    if (!isStill(current, row)) return
    if (isCondemned(current)) throw reconnect(current.health_reason)
    if (performance.now() > giveUpAt)
      throw new RefreshTimeout('The credential is being renewed elsewhere. Try again in a moment.')
    // By this clock the turn ends no later than by the database's: it is taken after this moment.
    const endsAt = performance.now() + services.refresh.turnMs
    const turn = await takeRefreshTurn(services.db, wanted, services.refresh.turnMs)
    // Whatever came of the call, the next look tells: stored, condemned, or left to somebody who took the turn over.
    if (turn !== undefined) {
      await callAndStore(ctx, row, trade, turn, endsAt)
      continue
    }
    const rest = await selectRest(services.db, wanted)
    if (rest !== undefined) throw stillFailing(rest)
    await sleep(lookEveryMs + Math.random() * lookEveryMs)
  }
}

/** What is answered while a platform that keeps failing is left alone: how it failed the last time. */
function stillFailing({ failure, seconds }: { failure: string; seconds: number }): ProviderError {
  const known = passing.find((each) => each === failure) ?? 'unavailable'
  return new ProviderError(
    known,
    `The credential could not be renewed: the platform keeps failing. It is asked again in ${seconds} s.`,
    { detail: 'renewals rest' },
  )
}

/** Whether a row is still the generation `row`; one deleted meanwhile is no longer asked for, but by who withdraws it. */
function isStill(current: ConnectionRow | undefined, row: ConnectionRow): current is ConnectionRow {
  if (current?.seal_revision !== row.seal_revision) return false
  return current.deleted_at === null || row.deleted_at !== null
}

/** Calls the platform under the turn, with no connection to the database held, and stores what came of it. */
async function callAndStore(
  ctx: Context,
  row: ConnectionRow,
  trade: Trade,
  turn: RefreshTurn,
  endsAt: number,
): Promise<void> {
  const { services } = ctx
  // Between the look and the turn somebody may have stored a later generation, or learned that there will be none.
  const current = await selectConnectionOrDeleted(services.db, turn.orgId, turn.connectionId)
  // A process that was held up must not call beyond its turn, when the next holder may call as well.
  const inTime = performance.now() + services.refresh.callMs <= endsAt
  if (!isStill(current, row) || isCondemned(current) || !inTime) return releaseTurn(services.db, turn)
  // Before the call: once the platform has answered, nothing but the write may stand between its answer and us.
  const keys = await services.keyring.forOrg(turn.orgId)
  let fresh: Refreshed
  try {
    fresh = await trade(AbortSignal.timeout(services.refresh.callMs))
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'refused') return condemn(ctx, row, turn, error)
    const failure = error instanceof ProviderError ? error.failure : 'unavailable'
    const uncertain = !(error instanceof ProviderError) || uncertainAfter.has(failure)
    await releaseFailed(services.db, turn, { failure, uncertain })
    throw error
  }
  const record = { orgId: turn.orgId, id: turn.connectionId, sealRevision: turn.sealRevision + 1 }
  const sealed = sealStored(keys, record, fresh.stored)
  const event = connectionEvent(ctx, row, 'appConnections.refresh', { sealRevision: record.sealRevision })
  const now = services.now()
  let told = false
  const outcomeOf = (before: ConnectionRow) => {
    const changes = {
      credentials: sealed,
      seal_revision: record.sealRevision,
      credential_expires_at: fresh.expiresAt,
      ...healthy(now),
      // Null where it was condemned: it would never be looked at again.
      next_check_at: before.next_check_at ?? nextCheckAt(now),
    }
    if (before.health === 'healthy') changes.health_since = before.health_since ?? now
    const notice = healthNotice(before, changes, now)
    told = notice !== undefined
    return { changes, notice }
  }
  await insist(() => storeRefreshed(services.db, turn, event, outcomeOf))
  if (told) services.wake()
}

/** Tries a few times: the database may be away for a moment just now. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (const pause of storeAgainAfterMs) {
    try {
      return await act()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      await sleep(pause)
    }
  }
  return act()
}

/** The platform refused the refresh token: says so on the connection, unless a later generation has been stored. */
async function condemn(ctx: Context, row: ConnectionRow, turn: RefreshTurn, error: ProviderError): Promise<void> {
  const reason: HealthReason = turn.uncertain ? 'refresh_outcome_unknown' : 'refresh_refused'
  const now = ctx.services.now()
  const changes = { health: 'reconnect_required', health_reason: reason, health_since: now }
  const condemned = await condemnRefused(
    ctx.services.db,
    turn,
    connectionEvent(ctx, row, 'appConnections.refresh', { reason }, 'refused'),
    (before) => ({ changes, notice: healthNotice(before, changes, now) }),
  )
  ctx.services.wake()
  if (condemned !== undefined) throw reconnect(reason, error)
}

/** What a use of a connection that must be reconnected is answered. */
export function reconnect(reason: string, cause?: unknown): ProviderError {
  return new ProviderError('refused', 'The App Connection must be reconnected: its credential no longer works.', {
    detail: reason,
    cause,
  })
}

/** Waits for `work`, but no longer than the caller does. */
async function until(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop: (() => void) | undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new RefreshTimeout('The credential could not be renewed in time. Try again in a moment.'))
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
  try {
    await Promise.race([work, stopped])
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop)
    // Whoever stopped waiting has been answered; the flight's own failure is then nobody's.
    work.catch(() => {})
    stopped.catch(() => {})
  }
}
