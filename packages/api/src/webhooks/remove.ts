import { deleteWebhook } from '@app-connections/db'
import { unknownWebhook } from '../failures/webhooks.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Deletes a webhook with its deliveries. Errors: 403, 404. */
export async function removeWebhook({ ctx, input }: { ctx: MemberContext; input: { webhookId: string } }) {
  return manage(ctx, 'delete', 'webhooks', async (trx) => {
    if (!(await deleteWebhook(trx, ctx.member.orgId, input.webhookId))) throw unknownWebhook(input.webhookId)
    const target = { type: 'webhook', id: input.webhookId }
    return { output: { id: input.webhookId }, action: 'webhooks.remove', target }
  })
}
