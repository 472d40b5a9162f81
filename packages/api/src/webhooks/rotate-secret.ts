import { updateWebhook as update } from '@app-connections/db'
import type { rotateWebhookSecretSchema, WebhookWithSecret } from '@app-connections/schemas'
import type * as z from 'zod'
import { requireManagement } from '../access/policy.ts'
import { webhookSecretChanged } from '../failures/webhooks.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { requireWebhook } from './require.ts'
import { makeSecret } from './secret.ts'
import { shapeWebhook, webhookFacts } from './shape.ts'

/**
 * Gives a webhook a new secret, which no later answer shows. The old one signs as well for a while, so that a receiver
 * can change over. Errors: 403, 404, 409 (rotated by another call at the same time).
 */
export async function rotateWebhookSecret({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof rotateWebhookSecretSchema>
}): Promise<WebhookWithSecret> {
  requireManagement(ctx.member, 'edit', 'webhooks')
  const { services, member } = ctx
  const found = await requireWebhook(services.db, member.orgId, input.webhookId)
  const revision = found.secret_revision + 1
  const { secret, sealed } = await makeSecret(services, { orgId: member.orgId, id: found.id, revision })
  const now = services.now()
  return manage(ctx, 'edit', 'webhooks', async (trx) => {
    const row = await update(
      trx,
      { orgId: member.orgId, id: found.id, secretRevision: found.secret_revision },
      {
        secret: sealed,
        secret_revision: revision,
        previous_secret: found.secret,
        previous_until: new Date(now.getTime() + input.overlapHours * 3_600_000),
        updated_at: now,
      },
    )
    if (row === undefined) throw webhookSecretChanged()
    return { output: { ...shapeWebhook(row), secret }, ...webhookFacts('webhooks.rotateSecret', row) }
  })
}
