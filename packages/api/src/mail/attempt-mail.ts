import { selectAdminAddress, selectDelivery } from '@app-connections/db'
import {
  appName,
  type ConnectionPayload,
  type SyncPayload,
  type WebhookEvent,
  type WebhookPayload,
  webhookPayloadSchema,
} from '@app-connections/schemas'
import { MailError } from '../services/mailer.ts'
import type { Services } from '../services/services.ts'
import { type Attempt, finish } from '../webhooks/attempt.ts'

/** The events that an organization's admins get a mail for. */
export const mailedEvents: readonly WebhookEvent[] = [
  'connection.failed',
  'connection.expiring',
  'connection.rotation_failed',
  'sync.drifted',
]

/** Makes one attempt to write to an admin and stores the outcome. A person who is no longer admin gets no mail. */
export async function attemptMail(services: Services, attempt: Attempt & { personId: string }): Promise<void> {
  const { db, mailer } = services
  const at = services.now()
  const delivery = await selectDelivery(db, attempt.orgId, attempt.id)
  if (delivery === undefined) return
  const payload = webhookPayloadSchema.parse(delivery.payload)
  const admin = await selectAdminAddress(db, attempt.orgId, attempt.personId, payload.data.projectId)
  const over = { delivered: false, status: null, ms: 0 }
  if (admin === undefined) return finish(services, attempt, at, { ...over, error: 'No admin any more' }, true)
  if (mailer === undefined) return finish(services, attempt, at, { ...over, error: 'There is no mail server' }, true)
  const startedAt = performance.now()
  const mail = {
    to: admin.email,
    id: delivery.id,
    ...wordsOf(payload, services.siteUrl, admin),
  }
  const outcome = await mailer.send(mail).then(
    (status) => ({ delivered: true, status, error: null }),
    (error: unknown) => {
      if (!(error instanceof MailError)) throw error
      return { delivered: false, status: null, error: error.message }
    },
  )
  await finish(services, attempt, at, { ...outcome, ms: Math.round(performance.now() - startedAt) })
}

/** The text of a mail: what has happened, what to do, and where. */
function wordsOf(
  payload: WebhookPayload,
  siteUrl: string,
  { organization, slug, inProject }: { organization: string; slug: string; inProject: boolean },
): { subject: string; text: string } {
  const { news, advice, subject } =
    payload.type === 'sync.drifted' ? driftNews(payload.data, organization) : newsOf(payload, organization)
  const id = payload.type === 'sync.drifted' ? payload.data.connectionId : payload.data.id
  const link = inProject
    ? `${siteUrl}/o/${slug}/connections/${id}`
    : 'It belongs to a project that you are not in: its admins can open it.'
  return {
    subject,
    text: [news, advice, link, 'You are written to as an admin of this organization.']
      .filter((line) => line !== null)
      .join('\n\n'),
  }
}

function newsOf({ type, data: { app, name, health } }: ConnectionPayload, organization: string) {
  const what = `The ${appName(app)} connection "${name}" of ${organization}`
  if (type === 'connection.failed') {
    return { subject: `${name} no longer works`, news: `${what} no longer works.`, advice: health.remedy }
  }
  if (type === 'connection.rotation_failed') {
    const news = `The credential behind ${lower(what)} could not be rotated, though this was tried several times.`
    return { subject: `${name} could not be rotated`, news, advice: health.remedy }
  }
  return {
    subject: `${name} ends soon`,
    news: `The credential behind ${lower(what)} ends on ${health.expiresAt}.`,
    advice: 'Give it a new credential before then: nothing renews this one by itself.',
  }
}

/** How many keys and releases a mail names. */
const mostNamed = 10

function driftNews({ app, name, resource, count, keys, releases }: SyncPayload['data'], organization: string) {
  const named = keys.slice(0, mostNamed).map(({ key, change }) => `${key} (${change})`)
  const others = count > named.length ? ` and ${count - named.length} more` : ''
  const made = releases
    .slice(0, mostNamed)
    .map(({ version, by, description }) => `Release ${version} by ${by ?? 'somebody'}: ${description}`)
  const news = [
    `Somebody has changed values at ${resource.name} (${appName(app)}) that the sync "${name}" of ${organization} has set: ${named.join(', ')}${others}.`,
    ...made,
  ].join('\n')
  return {
    subject: `${name}: values were changed at ${resource.name}`,
    news,
    advice: 'The sync leaves them as they are for now: take them into the set, or put back what the set has.',
  }
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
