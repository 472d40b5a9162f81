import { selectDeliveries } from '@app-connections/db'
import type { Delivery, listDeliveriesSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { requireManagement } from '../access/policy.ts'
import { decodePlaceInTime, encodePlaceInTime } from '../cursor.ts'
import type { MemberContext } from '../procedure/context.ts'
import { requireWebhook } from './require.ts'
import { shapeDelivery } from './shape.ts'

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
  await requireWebhook(services.db, member.orgId, input.webhookId)
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
