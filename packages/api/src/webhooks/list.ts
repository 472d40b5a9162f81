import { selectWebhooks } from '@app-connections/db'
import type { Webhook } from '@app-connections/schemas'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'
import { shapeWebhook } from './shape.ts'

/** The webhooks of the organization, oldest first, without their secrets. Errors: 403. */
export async function listWebhooks({ ctx }: { ctx: MemberContext }): Promise<Webhook[]> {
  requireManagement(ctx.member, 'read', 'webhooks')
  return (await selectWebhooks(ctx.services.db, ctx.member.orgId)).map(shapeWebhook)
}
