import {
  deleteWebhook,
  insertWebhook,
  selectSealedWebhook,
  selectWebhooks,
  updateWebhook as update,
  type WebhookRow,
} from '@app-connections/db'
import {
  type createWebhookSchema,
  type rotateWebhookSecretSchema,
  type updateWebhookSchema,
  type Webhook,
  type WebhookWithSecret,
  webhookEventSchema,
} from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import type { MemberContext, Services } from '../context.ts'
import { OperationError } from '../errors.ts'
import { manage } from '../manage.ts'
import { requireManagement } from '../policy.ts'
import { makeSecret } from './secret.ts'
import { TargetError } from './target.ts'

type Input<Schema extends z.ZodType> = { ctx: MemberContext; input: z.output<Schema> }

/** Every event makes a delivery to each. */
const mostWebhooks = 20

/**
 * Makes a webhook; the answer is the only place where its secret is shown.
 * Errors: 403, 400 (an address that deliveries cannot go to, with the reason; too many).
 */
export async function createWebhook({ ctx, input }: Input<typeof createWebhookSchema>): Promise<WebhookWithSecret> {
  requireManagement(ctx.member, 'create', 'webhooks')
  const { services, member } = ctx
  await requireTarget(services, input.url)
  const id = uuidv7()
  const { secret, sealed } = await makeSecret(services, { orgId: member.orgId, id, revision: 1 })
  return manage(ctx, 'create', 'webhooks', async (trx) => {
    if ((await selectWebhooks(trx, member.orgId)).length >= mostWebhooks) {
      throw new OperationError('BadRequest', `An organization has at most ${mostWebhooks} webhooks: delete one first`)
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
      created_at: now,
      updated_at: now,
    })
    return { output: { ...shapeWebhook(row), secret }, ...facts('webhooks.create', row) }
  })
}

/** The webhooks of the organization, the oldest first, never their secrets. Errors: 403. */
export async function listWebhooks({ ctx }: { ctx: MemberContext }): Promise<Webhook[]> {
  requireManagement(ctx.member, 'read', 'webhooks')
  return (await selectWebhooks(ctx.services.db, ctx.member.orgId)).map(shapeWebhook)
}

/** Changes a webhook; one that is switched off is told nothing. Errors: 403, 404, 400 (the address). */
export async function updateWebhook({ ctx, input }: Input<typeof updateWebhookSchema>): Promise<Webhook> {
  requireManagement(ctx.member, 'edit', 'webhooks')
  const { webhookId, ...changes } = input
  if (input.url !== undefined) await requireTarget(ctx.services, input.url)
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  return manage(ctx, 'edit', 'webhooks', async (trx) => {
    const webhook = { orgId: ctx.member.orgId, id: webhookId }
    const row = await update(trx, webhook, { ...set, updated_at: ctx.services.now() })
    if (row === undefined) throw notFound(webhookId)
    const { detail, ...rest } = facts('webhooks.update', row)
    return { output: shapeWebhook(row), ...rest, detail: { ...detail, changed: Object.keys(set) } }
  })
}

/** Deletes a webhook with its deliveries. Errors: 403, 404. */
export async function removeWebhook({ ctx, input }: { ctx: MemberContext; input: { webhookId: string } }) {
  return manage(ctx, 'delete', 'webhooks', async (trx) => {
    if (!(await deleteWebhook(trx, ctx.member.orgId, input.webhookId))) throw notFound(input.webhookId)
    const target = { type: 'webhook', id: input.webhookId }
    return { output: { id: input.webhookId }, action: 'webhooks.remove', target }
  })
}

/**
 * Gives a webhook a new secret, shown here and never again. The old one signs beside it for a while, so that a receiver
 * can change over. Errors: 403, 404, 409 (rotated by somebody else just now).
 */
export async function rotateWebhookSecret({
  ctx,
  input,
}: Input<typeof rotateWebhookSecretSchema>): Promise<WebhookWithSecret> {
  requireManagement(ctx.member, 'edit', 'webhooks')
  const { services, member } = ctx
  const found = await selectSealedWebhook(services.db, member.orgId, input.webhookId)
  if (found === undefined) throw notFound(input.webhookId)
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
    if (row === undefined) throw new OperationError('Conflict', 'The secret has just been changed by somebody else')
    return { output: { ...shapeWebhook(row), secret }, ...facts('webhooks.rotateSecret', row) }
  })
}

/** Throws 400 with the reason where deliveries cannot go to an address. It is looked at again at each delivery. */
async function requireTarget(services: Services, url: string): Promise<void> {
  try {
    await services.outbound.resolve(new URL(url))
  } catch (error) {
    if (error instanceof TargetError) throw new OperationError('BadRequest', error.message)
    throw error
  }
}

export function notFound(id: string): OperationError {
  return new OperationError('NotFound', `Could not find webhook with ID ${id}`)
}

/** What an event says of a webhook: of its address the origin alone, since the rest may be a secret of the receiver. */
function facts(action: string, row: WebhookRow) {
  const detail = { origin: new URL(row.url).origin, events: row.events, enabled: row.enabled }
  return { action, target: { type: 'webhook', id: row.id }, detail }
}

function shapeWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    // A type that only a newer release on the same database knows is none of ours to show.
    events: row.events.flatMap((event) => webhookEventSchema.safeParse(event).data ?? []),
    enabled: row.enabled,
    previousSecretUntil: row.previous_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
