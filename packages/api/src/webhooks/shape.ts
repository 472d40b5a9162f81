import type { DeliveryRow, WebhookRow } from '@app-connections/db'
import {
  type AuditAction,
  type Delivery,
  deliverySchema,
  type Webhook,
  webhookEventSchema,
} from '@app-connections/schemas'
import { messageId } from './attempt.ts'

/** A webhook as callers see it. */
export function shapeWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    // An event type that only a newer release on the same database knows is left out.
    events: row.events.flatMap((event) => webhookEventSchema.safeParse(event).data ?? []),
    enabled: row.enabled,
    previousSecretUntil: row.previous_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/**
 * What an audit event says of a webhook. Of its address only the origin, since the rest may be a secret of the
 * receiver.
 */
export function webhookFacts(action: AuditAction, row: WebhookRow) {
  const detail = { origin: new URL(row.url).origin, events: row.events, enabled: row.enabled }
  return { action, target: { type: 'webhook', id: row.id }, detail }
}

/** A delivery as callers see it. */
export function shapeDelivery(row: DeliveryRow): Delivery {
  return deliverySchema.parse({
    id: row.id,
    type: row.type,
    state: row.state,
    messageId: messageId(row.notice_id),
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    attempts: row.log,
  })
}
