import { updateWebhook as update } from '@app-connections/db'
import type { updateWebhookSchema, Webhook } from '@app-connections/schemas'
import type * as z from 'zod'
import { requireManagement } from '../access/policy.ts'
import { unknownWebhook } from '../failures/webhooks.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { requireTarget } from './require.ts'
import { shapeWebhook, webhookFacts } from './shape.ts'

/** Changes a webhook. One that is switched off gets no deliveries. Errors: 403, 404, 400 (the address). */
export async function updateWebhook({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof updateWebhookSchema>
}): Promise<Webhook> {
  requireManagement(ctx.member, 'edit', 'webhooks')
  const { webhookId, ...changes } = input
  if (input.url !== undefined) await requireTarget(ctx, input.url)
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  return manage(ctx, 'edit', 'webhooks', async (trx, { makers }) => {
    const webhook = { orgId: ctx.member.orgId, id: webhookId }
    // Whoever changes the address or switches the webhook on becomes its maker.
    const vouched = input.url !== undefined || input.enabled === true ? { makers } : {}
    const row = await update(trx, webhook, { ...set, ...vouched, updated_at: ctx.services.now() })
    if (row === undefined) throw unknownWebhook(webhookId)
    const { detail, ...rest } = webhookFacts('webhooks.update', row)
    return { output: shapeWebhook(row), ...rest, detail: { ...detail, changed: Object.keys(set) } }
  })
}
