import { randomBytes, randomUUID } from 'node:crypto'
import { insertDelivery, insertTakenNotice, insertWebhook } from '@app-connections/db'
import { type MakeCell, simply, type World } from './world.ts'

/** A call about the organization's webhook, or about one that does not exist. */
const about =
  (procedure: string, more: Record<string, unknown> = {}): MakeCell =>
  async ({ webhookId }, _scope, _caller, unknown) => {
    const id = unknown ? randomUUID() : webhookId
    return { procedure, input: { webhookId: id, ...more }, echoed: [id] }
  }

async function newWebhook({ family, organization }: World): Promise<string> {
  const row = await insertWebhook(family.db, {
    id: randomUUID(),
    org_id: organization.orgId,
    url: 'http://127.0.0.1:1/',
    description: '',
    events: ['connection.failed'],
    enabled: false,
    secret: randomBytes(48),
    secret_revision: 1,
    created_at: new Date(),
    updated_at: new Date(),
  })
  return row.id
}

/** A delivery that has ended, and so may be sent again. */
async function endedDelivery({ family, organization: { orgId }, webhookId }: World): Promise<string> {
  const [id, noticeId, created_at] = [randomUUID(), randomUUID(), new Date()]
  const notice = { id: noticeId, org_id: orgId, type: 'connection.failed', connection_id: null, payload: '{}' }
  await insertTakenNotice(family.db, { ...notice, created_at })
  const delivery = { id, org_id: orgId, notice_id: noticeId, webhook_id: webhookId, attempts: 1, created_at }
  await insertDelivery(family.db, { ...delivery, state: 'failed', next_attempt_at: null })
  return id
}

export const webhookCalls: Record<string, MakeCell> = {
  'make a webhook': async ({ family }) => {
    const url = `http://127.0.0.1:1/${randomUUID()}`
    const made = () => family.query('delete from webhooks where url = $1 returning id', [url])
    return { procedure: 'webhooks.create', input: { url }, happened: async () => (await made()).length === 1 }
  },
  'list webhooks': simply('webhooks.list'),
  'change a webhook': about('webhooks.update', { description: 'changed' }),
  'delete a webhook': async (world, _scope, _caller, unknown) => {
    const webhookId = unknown ? randomUUID() : await newWebhook(world)
    const left = () => world.family.query('select id from webhooks where id = $1', [webhookId])
    return {
      procedure: 'webhooks.remove',
      input: { webhookId },
      echoed: [webhookId],
      ...(unknown ? {} : { happened: async () => (await left()).length === 0 }),
    }
  },
  'rotate a secret': about('webhooks.rotateSecret'),
  'test a webhook': about('webhooks.sendTest'),
  'list deliveries': about('webhooks.deliveries'),
  'send a delivery again': async (world, _scope, _caller, unknown) => {
    const deliveryId = unknown ? randomUUID() : await endedDelivery(world)
    return { procedure: 'webhooks.redeliver', input: { deliveryId }, echoed: [deliveryId] }
  },
}
