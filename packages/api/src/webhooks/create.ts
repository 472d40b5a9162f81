import { insertWebhook, selectWebhooks } from '@app-connections/db'
import type { createWebhookSchema, WebhookWithSecret } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { requireManagement } from '../access/policy.ts'
import { tooManyWebhooks } from '../failures/webhooks.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { requireTarget } from './require.ts'
import { makeSecret } from './secret.ts'
import { shapeWebhook, webhookFacts } from './shape.ts'

/** The most webhooks of an organization, since every notice makes a delivery to each. */
const mostWebhooks = 20

/**
 * Makes a webhook. No later answer shows its secret. Errors: 403, 400 (an address that deliveries cannot go to, with
 * the reason; too many webhooks).
 */
export async function createWebhook({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createWebhookSchema>
}): Promise<WebhookWithSecret> {
  requireManagement(ctx.member, 'create', 'webhooks')
  const { services, member } = ctx
  await requireTarget(ctx, input.url)
  const id = uuidv7()
  const { secret, sealed } = await makeSecret(services, { orgId: member.orgId, id, revision: 1 })
  return manage(ctx, 'create', 'webhooks', async (trx, { makers }) => {
    if ((await selectWebhooks(trx, member.orgId)).length >= mostWebhooks) {
      throw tooManyWebhooks(mostWebhooks)
    }
    const now = services.now()
    const row = await insertWebhook(trx, {
      id,
      org_id: member.orgId,
      url: input.url,
      description: input.description,
      events: input.events,
      enabled: true,
      secret: sealed,
      secret_revision: 1,
      makers,
      created_at: now,
      updated_at: now,
    })
    return { output: { ...shapeWebhook(row), secret }, ...webhookFacts('webhooks.create', row) }
  })
}
