import { type Client, createClient } from '@app-connections/client'
import { answerConsent, type Sandbox } from '@app-connections/heroku-sandbox'
import type { DemoFile } from '../test/demo-process.ts'
import { seedSync } from './seed-sync.ts'
import type { Site } from './site.ts'

const day = 86_400

/** Fills a demo as an organization looks after some weeks: connections in every state, and something of everything else. */
export async function seedSite(
  demo: DemoFile,
  around: { sandbox: Sandbox; controlSecret: string; renderKeys: Site['renderKeys']; receiverUrl: string },
): Promise<Site> {
  const { sandbox, controlSecret, renderKeys, receiverUrl } = around
  const { url, projectId } = demo
  const cookies = {
    admin: await signedIn(url, demo.email, demo.password),
    viewer: await signedIn(url, demo.viewerEmail, demo.viewerPassword),
  }
  const admin = createClient({ url, auth: { cookie: cookies.admin, origin: url } })
  const backOffice = await admin.projects.create.mutate({ name: 'Back office' })
  const archive = await admin.projects.create.mutate({ name: 'Archive' })
  const connections = await seedConnections(admin, sandbox, projectId, backOffice.id)
  const configSetId = await seedConfigSet(admin, projectId)
  const synced = await seedSync(admin, sandbox, { projectId, connectionId: connections.healthy })
  const consented = await consent(admin, cookies.admin, projectId)

  const me = await admin.session.whoAmI.query()
  const [organization] = me.organizations
  if (organization === undefined) throw new Error('the demo has no organization')
  // A project that its maker has left: an admin of the organization may join it again.
  await admin.members.remove.mutate({ scope: 'project', projectId: archive.id, member: { personId: me.id } })
  const identity = await admin.identities.create.mutate({ name: 'release-pipeline', role: 'member' })
  const grantId = await grant(admin, { connectionId: connections.healthy, projectId, identityId: identity.id })
  await admin.clientSecrets.create.mutate({ identityId: identity.id, label: 'build server' })
  const issued = await admin.accessTokens.createStatic.mutate({ identityId: identity.id, label: 'status board' })
  const proxy = `${url}/api/v1/app-connections/heroku/${connections.healthy}/proxy`
  for (const path of ['/apps/note-g', '/apps/note-g/config-vars', '/apps/note-g/addons/none-such']) {
    await fetch(`${proxy}${path}`, { headers: { authorization: `Bearer ${issued.accessToken}` } })
  }
  await admin.invitations.create.mutate({ email: 'grace@example.com', role: 'admin' })
  const invitation = await admin.invitations.create.mutate({ email: 'lin@example.com', role: 'member' })
  const members = await admin.members.list.query({})
  const viewer = members.find(({ email }) => email === demo.viewerEmail)
  const reset = await admin.people.createPasswordReset.mutate({ personId: viewer?.personId ?? '' })
  const webhook = await admin.webhooks.create.mutate({ url: `${receiverUrl}/team`, description: 'The team’s channel' })
  const events = ['connection.failed', 'connection.expiring'] as const
  await admin.webhooks.create.mutate({ url: `${receiverUrl}/broken`, description: 'On call', events: [...events] })
  await admin.webhooks.sendTest.mutate({ webhookId: webhook.id })
  return {
    url,
    slug: organization.slug,
    people: {
      admin: { email: demo.email, password: demo.password, cookie: cookies.admin },
      viewer: { email: demo.viewerEmail, password: demo.viewerPassword, cookie: cookies.viewer },
    },
    projectId,
    identityId: identity.id,
    webhookId: webhook.id,
    grantId,
    configSetId,
    ...synced,
    connections: { ...connections, consented },
    links: { invitation: invitation.url, passwordReset: reset.url },
    herokuUrl: sandbox.url,
    renderKeys,
    receiverUrl,
    controlSecret,
  }
}

async function seedConnections(
  admin: Client,
  { control }: Sandbox,
  projectId: string,
  hiddenProjectId: string,
): Promise<Record<'healthy' | 'degraded' | 'broken' | 'hidden', string>> {
  async function create(name: string, more: { description?: string; projectId?: string; expiresIn?: number } = {}) {
    const { expiresIn = null, ...fields } = more
    const { token } = await control.mintToken({ expiresIn })
    const input = { app: 'heroku', method: 'auth-token', name, credentials: { authToken: token }, ...fields } as const
    const { id } = await admin.appConnections.create.mutate(input)
    return { id, token }
  }
  const check = (connectionId: string) => admin.appConnections.check.mutate({ app: 'heroku', connectionId })

  const healthy = await create('storefront-production', { description: 'Deploys of the storefront', projectId })
  await check(healthy.id)
  for (const name of ['storefront-staging', 'storefront-review-apps'])
    await check((await create(name, { projectId })).id)
  for (const name of ['billing-worker', 'search-indexer', 'status-page', 'data-export']) await create(name)
  await check((await create('contractor-access', { description: 'Ends with the contract', expiresIn: 3 * day })).id)

  const broken = await create('legacy-billing', { description: 'The old invoices, until they are moved' })
  await control.revokeToken(broken.token)
  await check(broken.id)
  const degraded = await create('nightly-backups', { projectId })
  await control.setFault({ path: '/account', times: 3, effect: { kind: 'status', status: 503 } })
  await check(degraded.id)
  await control.clearFaults()

  const hidden = await create('payroll-sync', { projectId: hiddenProjectId })

  const gone = await create('old-experiment')
  await admin.appConnections.remove.mutate({ app: 'heroku', connectionId: gone.id, revokeUpstream: false })
  return { healthy: healthy.id, degraded: degraded.id, broken: broken.id, hidden: hidden.id }
}

/** Stores a config set; resolves with its id. */
async function seedConfigSet(admin: Client, projectId: string): Promise<string> {
  const place = { projectId, environment: 'production', secretPath: '/' }
  await admin.secrets.createMany.mutate({
    ...place,
    secrets: [
      {
        secretKey: 'DATABASE_URL',
        secretValue: 'postgres://storefront@db.internal/storefront',
        secretComment: 'The primary',
      },
      { secretKey: 'FEATURE_CHECKOUT', secretValue: 'on' },
      { secretKey: 'LOG_LEVEL', secretValue: 'debug', secretComment: 'debug, info or warn' },
      { secretKey: 'PAYMENT_KEY', secretValue: 'not shown', writeOnly: true },
    ],
  })
  await admin.secrets.update.mutate({ ...place, secretName: 'LOG_LEVEL', secretValue: 'info' })
  const [set] = await admin.secrets.sets.query({ projectId })
  return set?.id ?? ''
}

/** Grants an identity the use of a connection, and makes a child of that; resolves with the id of the first. */
async function grant(
  admin: Client,
  { connectionId, projectId, identityId }: { connectionId: string; projectId: string; identityId: string },
): Promise<string> {
  await admin.members.set.mutate({ scope: 'project', projectId, member: { identityId }, role: 'viewer' })
  const subject = { type: 'identity', id: identityId } as const
  const { id } = await admin.grants.create.mutate({
    ...{ app: 'heroku', connectionId, subject },
    actions: ['config-vars:read', 'config-vars:write', 'apps:read', 'addons:read'],
    apps: ['note-g'],
    keys: ['LOG_LEVEL', 'FEATURE_*'],
    expiresAt: new Date(Date.now() + 30 * day * 1000).toISOString(),
    changesPerDay: 20,
  })
  await admin.grants.create.mutate({
    ...{ app: 'heroku', connectionId, subject, parentId: id, actions: ['config-vars:read'], usesLeft: 5 },
  })
  return id
}

/** Connects by consent, without a browser; resolves with the connection's id. */
async function consent(admin: Client, cookie: string, projectId: string): Promise<string> {
  const input = { app: 'heroku', purpose: 'create', name: 'team-consent', projectId } as const
  const back = await answerConsent((await admin.oauth.start.mutate(input)).url)
  const answer = await fetch(back, { headers: { cookie }, redirect: 'manual' })
  return `${answer.headers.get('location')}`.split('/').at(-1) ?? ''
}

/** Signs in; resolves with the session's cookie as browsers send it. */
export async function signedIn(url: string, email: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`sign-in of ${email} was refused with status ${answer.status}`)
  return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
}
