import { insertAuditEvent, insertDelivery, insertTakenNotice, selectDelivery } from '@app-connections/db'
import type { Delivery } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { requireManagement } from '../access/policy.ts'
import { auditEvent } from '../audit/event.ts'
import { unknownWebhook } from '../failures/webhooks.ts'
import type { MemberContext } from '../procedure/context.ts'
import { attemptWebhook } from './attempt.ts'
import { requireWebhook } from './require.ts'
import { shapeDelivery } from './shape.ts'

/** Sends a message of type `test` to a webhook once, now, and answers with the outcome. Errors: 403, 404. */
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
  await requireWebhook(services.db, orgId, input.webhookId)
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
      // Never due, so that no process takes it up: if this attempt is cut off, no other follows.
      next_attempt_at: null,
      created_at: now,
    })
    const target = { type: 'webhook', id: input.webhookId }
    await insertAuditEvent(trx, auditEvent(ctx, { orgId, action: 'webhooks.sendTest', target, outcome: 'success' }))
  })
  await attemptWebhook(services, { id, orgId, attempts: 1 }, true)
  const sent = await selectDelivery(services.db, orgId, id)
  if (sent === undefined) throw unknownWebhook(input.webhookId)
  return shapeDelivery(sent)
}
