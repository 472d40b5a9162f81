import { restartDelivery, selectDelivery } from '@app-connections/db'
import { deliveryUnderWay, unknownDelivery } from '../failures/webhooks.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Sends an ended delivery again, with all its retries. Errors: 403, 404, 409 (not ended yet). */
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
      throw unknownDelivery(input.deliveryId)
    }
    if (!(await restartDelivery(trx, orgId, delivery.id, ctx.services.now()))) {
      throw deliveryUnderWay()
    }
    const target = { type: 'webhook', id: delivery.webhook_id }
    const detail = { deliveryId: delivery.id, type: delivery.type }
    return { output: { id: delivery.id }, action: 'webhooks.redeliver', target, detail }
  })
  ctx.services.sendNoticesSoon()
  return output
}
