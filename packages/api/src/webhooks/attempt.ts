import type { OrgId } from '@app-connections/db'
import { type DeliveryRow, finishAttempt, selectDelivery, selectSealedWebhook } from '@app-connections/db'
import type { Outcome } from '../services/outbound.ts'
import type { Services } from '../services/services.ts'
import { openSecrets } from './secret.ts'
import { signedHeaders } from './sign.ts'

/**
 * Pauses after each failed attempt, in milliseconds, about a day together. After the last one there is no other
 * attempt.
 */
const retryAfterMs = [1, 5, 30, 60, 180, 300, 420, 420].map((minutes) => minutes * 60_000)

/** The largest deviation of a pause, as a share of it. */
const spread = 0.05

/** A claimed attempt that never finishes counts as failed after so long, in milliseconds: its process may be gone. */
export const attemptReturnMs = 120_000

/** The longest time until a delivery is due, in milliseconds: at first, after one attempt, after two, and so on. */
export const deliveryMsByTries = [0, ...retryAfterMs.map((ms) => ms * (1 + spread)), 0].map((ms) =>
  Math.max(ms, attemptReturnMs),
)

/** An attempt that is counted and now to be made: the `attempts`-th of its delivery. */
export interface Attempt {
  id: string
  orgId: OrgId
  attempts: number
}

/**
 * When the next attempt is due after a failed one, give or take a twentieth of the pause; undefined where there is
 * none.
 */
export function retryAt(attempts: number, now: Date): Date | undefined {
  const wait = retryAfterMs[attempts - 1]
  return wait === undefined ? undefined : new Date(now.getTime() + wait * (1 - spread + Math.random() * 2 * spread))
}

/** The id of a message, which every attempt carries. */
export function messageId(noticeId: string): string {
  return `msg_${noticeId}`
}

/** Makes one attempt of a delivery to a webhook and stores the outcome. With `once`, no other attempt follows. */
export async function attemptWebhook(services: Services, attempt: Attempt, once = false): Promise<void> {
  const delivery = await selectDelivery(services.db, attempt.orgId, attempt.id)
  if (delivery === undefined || delivery.webhook_id === null) return
  const webhook = await selectSealedWebhook(services.db, attempt.orgId, delivery.webhook_id)
  if (webhook === undefined) return
  const at = services.now()
  if (!webhook.enabled && !once) {
    return finish(services, attempt, at, { ...off, delivered: false }, true)
  }
  const body = JSON.stringify(delivery.payload)
  const message = { id: messageId(delivery.notice_id), at, body }
  const signed = signedHeaders(message, await openSecrets(services, webhook))
  const headers = { 'content-type': 'application/json', 'user-agent': 'app-connections', ...signed }
  const outcome = await services.outbound.send(new URL(webhook.url), headers, body)
  await finish(services, attempt, at, outcome, once)
}

const off = { status: null, error: 'The webhook is switched off', ms: 0 }

/** Stores the outcome of an attempt and, after a failure, when the next one is due. */
export async function finish(
  services: Services,
  attempt: Attempt,
  at: Date,
  { delivered, status, error, ms }: Outcome,
  once = false,
): Promise<void> {
  const next = delivered || once ? undefined : retryAt(attempt.attempts, services.now())
  const state: DeliveryRow['state'] = delivered ? 'delivered' : next === undefined ? 'failed' : 'pending'
  const logged = { at: at.toISOString(), status, error, ms }
  await finishAttempt(services.db, attempt, { state, nextAt: next ?? null, attempt: logged })
}
