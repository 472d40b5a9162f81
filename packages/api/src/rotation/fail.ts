import { type ConnectionRow, failRotation, type RotationRef, rotationAfter, secondsFromNow } from '@app-connections/db'
import { ProviderError } from '@app-connections/providers'
import type { RotationKind } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { OperationError } from '../failures/operation-error.ts'
import { rotationFailedHealth } from '../health/health.ts'
import { connectionNotice } from '../health/notice.ts'
import type { Context } from '../procedure/context.ts'

/** Pauses before a scheduled rotation that failed for now is tried again, in seconds. After the last one, once a day. */
const againAfter = [10 * 60, 3_600, 4 * 3_600]

/** Failures of a platform that may pass by themselves. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'timed_out', 'rate_limited', 'account_problem'])

/** A rotation that has failed: of which connection, what began it, and what becomes of what it may have made. */
export interface Failing {
  readonly row: ConnectionRow
  readonly ref: RotationRef
  readonly kind: RotationKind
  readonly credential: 'absent' | 'ending'
}

/**
 * Stores that a rotation has failed and why. A scheduled one is tried again after a pause, where that may help; after its
 * last try the connection's health says so, and its admins are told. Resolves with whether that was news.
 */
export async function noteFailed(
  ctx: Context,
  { row, ref, kind, credential }: Failing,
  error: Error,
): Promise<boolean> {
  const { services } = ctx
  await services.rotation.reached?.('before fail')
  const message = sentenceOf(error)
  const event = connectionEvent(
    ctx,
    row,
    'appConnections.rotateCredentials',
    { rotationId: ref.id, kind, reason: message },
    'failed',
  )
  let notified = false
  const failed = await failRotation(services.db, ref, { credential, message, event }, (before) => {
    const noted = { rotation_status: 'failed', rotation_message: message }
    if (kind !== 'schedule' || before.rotation === null || before.next_rotation_at === null) return { changes: noted }
    const pause = mayPass(error) ? againAfter[before.rotation_tries] : undefined
    if (pause !== undefined) {
      const again = { rotation_tries: before.rotation_tries + 1, next_rotation_at: secondsFromNow(pause) }
      return { changes: { ...noted, ...again } }
    }
    const given = { ...noted, next_rotation_at: rotationAfter(1, before.rotation) }
    if (before.health !== 'healthy' && before.health !== 'unchecked') return { changes: given }
    notified = true
    const now = services.now()
    const changes = { ...given, ...rotationFailedHealth, health_since: now }
    const subject = { ...before, ...rotationFailedHealth }
    return { changes, notice: connectionNotice('connection.rotation_failed', subject, now) }
  })
  await services.rotation.reached?.('after fail')
  if (notified) services.sendNoticesSoon()
  return failed
}

function mayPass(error: Error): boolean {
  if (error instanceof ProviderError) return passing.has(error.failure)
  return error instanceof OperationError && error.code !== 'rotationNotSupported'
}

/** Why, for callers: the sentence of a failure that they may see. */
function sentenceOf(error: Error): string {
  const seen = error instanceof ProviderError || error instanceof OperationError
  return seen ? error.message : 'Something went wrong.'
}

/** Whether a rotation fails by this error. What this service did not expect is left to the next look. */
export function isExpected(error: unknown): error is ProviderError | OperationError {
  return error instanceof ProviderError || error instanceof OperationError
}
