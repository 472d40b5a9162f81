import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ConnectionRow,
  isUnavailable,
  type RefreshTurn,
  releaseFailed,
  releaseTurn,
  selectConnectionOrDeleted,
  selectRest,
  storeRefreshed,
  storeRefusal,
  takeRefreshTurn,
} from '@app-connections/db'
import { type Credential, ProviderError, type ProviderFailure, type Refreshed } from '@app-connections/providers'
import type { HealthReason } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { healthy, nextCheckAt, onlyReconnectHelps } from '../health/health.ts'
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

/** How long a process waits before it looks again whether another one's turn is over, in milliseconds. */
const lookEveryMs = 60

/** Failures after which the platform may have done what was asked, though no answer of it was stored. */
const uncertainAfter: ReadonlySet<ProviderFailure> = new Set(['unavailable', 'timed_out'])

/** Failures after which a later refresh may succeed. */
const temporary: readonly ProviderFailure[] = [
  'account_problem',
  'rate_limited',
  'unavailable',
  'timed_out',
  'misconfigured',
]

/** Pauses before each retry of the write, in milliseconds: a rotated token that is not stored is lost for good. */
const storeRetryPausesMs = [100, 500, 2_000]

/**
 * Replaces the generation `row` of a credential by a fresher one. All callers of all processes together make one call: they
 * share a flight within a process and take turns between processes, and the write changes only the generation that the
 * call was made for. Resolves once any process has stored a later generation. Rejects with `refused` where only a new
 * consent helps, else with the platform's failure: after that, the credential may still work.
 *
 * The call goes on after the caller stops waiting (`signal`): if it were cut off, its answer would be lost.
 */
export async function refresh(ctx: Context, row: ConnectionRow, trade: Trade, signal: AbortSignal): Promise<void> {
  const generation = `${row.id} ${row.seal_revision}`
  await until(
    ctx.services.refreshes.join(generation, () => refreshAcrossProcesses(ctx, row, trade)),
    signal,
  )
}

/**
 * Resolves when no refresh of this process is under way, at the latest after the longest that one may take. A process
 * waits for this before it stops: it must not lose an answer that no caller waits for any more.
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
    if (onlyReconnectHelps(current)) throw reconnect(current.health_reason)
    if (performance.now() > giveUpAt)
      throw new RefreshTimeout('The credential is being renewed elsewhere. Try again in a moment.')
    // Read before the turn is taken, so that by this clock it ends no later than by the database's.
    const endsAt = performance.now() + services.refresh.turnMs
    const turn = await takeRefreshTurn(services.db, wanted, services.refresh.turnMs)
    // The next look at the row shows the outcome: stored, refused, or left to a process that took the turn over.
    if (turn !== undefined) {
      await callAndStore(ctx, row, trade, turn, endsAt)
      continue
    }
    const rest = await selectRest(services.db, wanted)
    if (rest !== undefined) throw stillFailing(rest)
    await sleep(lookEveryMs + Math.random() * lookEveryMs)
  }
}

/** The answer while refreshes rest because the platform keeps failing: its last failure. */
function stillFailing({ failure, seconds }: { failure: string; seconds: number }): ProviderError {
  const known = temporary.find((each) => each === failure) ?? 'unavailable'
  return new ProviderError(
    known,
    `The credential could not be renewed: the platform keeps failing. It is asked again in ${seconds} s.`,
    { detail: 'renewals rest' },
  )
}

/** Whether `current` is still the generation `row`. A connection deleted meanwhile is not, unless `row` was deleted already. */
function isStill(current: ConnectionRow | undefined, row: ConnectionRow): current is ConnectionRow {
  if (current?.seal_revision !== row.seal_revision) return false
  return current.deleted_at === null || row.deleted_at !== null
}

/** Calls the platform during the turn, without holding a database connection, and stores the outcome. */
async function callAndStore(
  ctx: Context,
  row: ConnectionRow,
  trade: Trade,
  turn: RefreshTurn,
  endsAt: number,
): Promise<void> {
  const { services } = ctx
  // Between the look and the turn, another process may have stored a later generation or a final refusal.
  const current = await selectConnectionOrDeleted(services.db, turn.orgId, turn.connectionId)
  // A delayed process must not call after its turn has ended: the next holder may call then.
  const inTime = performance.now() + services.refresh.callMs <= endsAt
  if (!isStill(current, row) || onlyReconnectHelps(current) || !inTime) return releaseTurn(services.db, turn)
  // Loaded before the call: after the platform's answer, only the write may still fail.
  const keys = await services.keyring.forOrg(turn.orgId)
  let fresh: Refreshed
  try {
    fresh = await trade(AbortSignal.timeout(services.refresh.callMs))
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'refused') return noteRefusal(ctx, row, turn, error)
    const failure = error instanceof ProviderError ? error.failure : 'unavailable'
    const uncertain = !(error instanceof ProviderError) || uncertainAfter.has(failure)
    await releaseFailed(services.db, turn, { failure, uncertain })
    throw error
  }
  const record = { orgId: turn.orgId, id: turn.connectionId, sealRevision: turn.sealRevision + 1 }
  const sealed = sealStored(keys, record, fresh.stored)
  const event = connectionEvent(ctx, row, 'appConnections.refresh', { sealRevision: record.sealRevision })
  const now = services.now()
  let notified = false
  const outcomeOf = (before: ConnectionRow) => {
    const changes = {
      credentials: sealed,
      seal_revision: record.sealRevision,
      credential_expires_at: fresh.expiresAt,
      ...healthy(now),
      // Null where a refusal was stored meanwhile: without a time, it would never be checked again.
      next_check_at: before.next_check_at ?? nextCheckAt(now),
    }
    if (before.health === 'healthy') changes.health_since = before.health_since ?? now
    const notice = healthNotice(before, changes, now)
    notified = notice !== undefined
    return { changes, notice }
  }
  await retryWhileUnavailable(() => storeRefreshed(services.db, turn, event, outcomeOf))
  if (notified) services.sendNoticesSoon()
}

/** Retries a few times while the database is unavailable. */
async function retryWhileUnavailable<T>(act: () => Promise<T>): Promise<T> {
  for (const pause of storeRetryPausesMs) {
    try {
      return await act()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      await sleep(pause)
    }
  }
  return act()
}

/** Stores on the connection that the platform refused the refresh token, unless a later generation has been stored. */
async function noteRefusal(ctx: Context, row: ConnectionRow, turn: RefreshTurn, error: ProviderError): Promise<void> {
  const reason: HealthReason = turn.uncertain ? 'refresh_outcome_unknown' : 'refresh_refused'
  const now = ctx.services.now()
  const changes = { health: 'reconnect_required', health_reason: reason, health_since: now }
  const stored = await storeRefusal(
    ctx.services.db,
    turn,
    connectionEvent(ctx, row, 'appConnections.refresh', { reason }, 'refused'),
    (before) => ({ changes, notice: healthNotice(before, changes, now) }),
  )
  ctx.services.sendNoticesSoon()
  if (stored !== undefined) throw reconnect(reason, error)
}

/** The answer to any use of a connection that must be reconnected. */
export function reconnect(reason: string, cause?: unknown): ProviderError {
  return new ProviderError('refused', 'The App Connection must be reconnected: its credential no longer works.', {
    detail: reason,
    cause,
  })
}

/** Waits for `work` until `signal` fires. */
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
    // A caller that stopped waiting has its answer: a later failure of `work` has no receiver.
    work.catch(() => {})
    stopped.catch(() => {})
  }
}
