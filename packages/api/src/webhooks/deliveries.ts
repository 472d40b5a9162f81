import {
  type DeliveryRow,
  insertAuditEvent,
  insertDelivery,
  insertTakenNotice,
  restartDelivery,
  selectDeliveries,
  selectDelivery,
  selectSealedWebhook,
} from '@app-connections/db'
import { type Delivery, deliverySchema, type listDeliveriesSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { decodePlaceInTime, encodePlaceInTime } from '../cursor.ts'
import { OperationError } from '../errors.ts'
import { manage } from '../manage.ts'
import { requireManagement } from '../policy.ts'
import { attemptWebhook, messageId } from './attempt.ts'
import { notFound } from './manage.ts'

/** The deliveries of a webhook, newest first, a page at a time. Errors: 403, 404, 400 (a strange cursor). */
export async function listDeliveries({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof listDeliveriesSchema>
}): Promise<{ deliveries: Delivery[]; nextCursor?: string }> {
  const { member, services } = ctx
  requireManagement(member, 'read', 'webhooks')
  if ((await selectSealedWebhook(services.db, member.orgId, input.webhookId)) === undefined) {
    throw notFound(input.webhookId)
  }
  const rows = await selectDeliveries(services.db, {
    orgId: member.orgId,
    webhookId: input.webhookId,
    ...(input.state === undefined ? {} : { state: input.state }),
    ...(input.cursor === undefined ? {} : { after: decodePlaceInTime(input.cursor) }),
    limit: input.limit + 1,
  })
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  return {
    deliveries: page.map(shapeDelivery),
    ...(rows.length > input.limit && last !== undefined
      ? { nextCursor: encodePlaceInTime({ at: last.created_at, id: last.id }) }
      : {}),
  }
}

/** Sends a delivery that has ended once more, with all its retries. Errors: 403, 404, 409 (still under way). */
export async function redeliver({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { deliveryId: string }
}): Promise<{ id: string }> {
  const { orgId } = ctx.member
  const output = await manage(ctx, 'edit', 'webhooks', async (trx) => {
    const delivery = await selectDelivery(trx, orgId, input.deliveryId)
    if (delivery === undefined || delivery.webhook_id === null) {
      throw new OperationError('NotFound', `Could not find delivery with ID ${input.deliveryId}`)
    }
    if (!(await restartDelivery(trx, orgId, delivery.id, ctx.services.now()))) {
      throw new OperationError('Conflict', 'This delivery is still under way: it is tried again by itself')
    }
    const target = { type: 'webhook', id: delivery.webhook_id }
    const detail = { deliveryId: delivery.id, type: delivery.type }
    return { output: { id: delivery.id }, action: 'webhooks.redeliver', target, detail }
  })
  ctx.services.wake()
  return output
}

/** Sends a webhook a message of type `test` now, once, and answers how that went. Errors: 403, 404. */
export async function sendTest({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { webhookId: string }
}): Promise<Delivery> {
  const { member, services } = ctx
  requireManagement(member, 'edit', 'webhooks')
  const { orgId } = member
  if ((await selectSealedWebhook(services.db, orgId, input.webhookId)) === undefined) throw notFound(input.webhookId)
  const now = services.now()
  const [id, noticeId] = [uuidv7(), uuidv7()]
  const payload = { type: 'test', timestamp: now.toISOString(), data: { webhookId: input.webhookId, orgId } }
  const notice = { id: noticeId, org_id: orgId, type: 'test', connection_id: null, created_at: now }
  await services.db.transaction().execute(async (trx) => {
    await insertTakenNotice(trx, { ...notice, payload: JSON.stringify(payload) })
    await insertDelivery(trx, {
      id,
      org_id: orgId,
      notice_id: noticeId,
      webhook_id: input.webhookId,
      state: 'pending',
      attempts: 1,
      // No other process takes it up: this attempt is the only one, and if it is cut off, none follows.
      next_attempt_at: null,
      created_at: now,
    })
    const target = { type: 'webhook', id: input.webhookId }
    await insertAuditEvent(trx, auditEvent(ctx, { orgId, action: 'webhooks.sendTest', target, outcome: 'success' }))
  })
  await attemptWebhook(services, { id, orgId, attempts: 1 }, true)
  const sent = await selectDelivery(services.db, orgId, id)
  if (sent === undefined) throw notFound(input.webhookId)
  return shapeDelivery(sent)
}

function shapeDelivery(row: DeliveryRow): Delivery {
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
