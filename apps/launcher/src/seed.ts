import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, createClient } from '@app-connections/client'
import { seedConfig } from './seed-config.ts'

/** What the seed makes, and the demo keeps from one start to the next. */
export interface Seeded {
  email: string
  password: string
  viewerEmail: string
  viewerPassword: string
  orgId: string
  projectId: string
  clientId: string
  clientSecret: string
  /** A connection that the identity has a grant of; absent where there was no token to make one with. */
  connectionId?: string | undefined
}

const email = 'ada@example.com'
const viewerEmail = 'vi@example.com'

/**
 * Fills an empty installation as people would, only through the typed client and the sign-in address: an admin, a
 * viewer (`member` in the organization, `viewer` in the project), a project, and a machine identity that may create. With
 * a token of Heroku, also a connection that the identity may use for one app, whose credential was rotated, and of which it
 * holds a lease; and a config set with a plan for that app.
 */
export async function seed(site: {
  local: string
  public: string
  dataDir: string
  herokuToken: string
}): Promise<Seeded> {
  const password = randomBytes(12).toString('base64url')
  const viewerPassword = randomBytes(12).toString('base64url')
  const visitor = createClient({ url: site.local, auth: { cookie: 'browser' } })
  if (!(await visitor.setup.status.query()).needed) {
    throw new Error(`${site.dataDir} holds data that no demo finished. Start afresh with: npm run demo -- --reset`)
  }
  const code = (await readFile(join(site.dataDir, 'setup-code'), 'utf8')).trim()
  const { orgId } = await visitor.setup.complete.mutate({
    code,
    organization: 'Demo',
    name: 'Ada',
    email,
    password,
  })

  const admin = await signIn(site, email, password)
  const project = await admin.projects.create.mutate({ name: 'Storefront' })
  const invitation = await admin.invitations.create.mutate({ email: viewerEmail, role: 'member' })
  const viewer = await visitor.invitations.accept.mutate({
    token: invitation.token,
    name: 'Vi',
    password: viewerPassword,
  })
  await admin.members.set.mutate({
    scope: 'project',
    projectId: project.id,
    member: { personId: viewer.personId },
    role: 'viewer',
  })

  const identity = await admin.identities.create.mutate({ name: 'deploy-bot', role: 'admin' })
  await admin.members.set.mutate({
    scope: 'project',
    projectId: project.id,
    member: { identityId: identity.id },
    role: 'admin',
  })
  const secret = await admin.clientSecrets.create.mutate({ identityId: identity.id, label: 'demo' })
  return {
    email,
    password,
    viewerEmail,
    viewerPassword,
    orgId,
    projectId: project.id,
    clientId: identity.clientId,
    clientSecret: secret.clientSecret,
    connectionId: site.herokuToken === '' ? undefined : await connected(),
  }

  async function connected(): Promise<string> {
    const connectionId = await granted(admin, identity.id, site.herokuToken)
    await rotated(admin, connectionId)
    await seedConfig(admin, { projectId: project.id, connectionId, appName: grantedApp })
    const { clientId } = identity
    const machine = createClient({ url: site.local, auth: { clientId, clientSecret: secret.clientSecret } })
    await machine.leases.create.mutate({ app: 'heroku', connectionId, scopes: ['read'], seconds: aDay })
    return connectionId
  }
}

const aDay = 86_400

/** What the sandbox has of apps that a grant of the demo is for. */
export const grantedApp = 'note-g'

/** Makes a connection, and grants of it for an identity: the config vars of one app, and leases. Resolves with the connection's id. */
async function granted(admin: Client, identityId: string, authToken: string): Promise<string> {
  const input = { app: 'heroku', method: 'auth-token', name: 'demo-heroku', credentials: { authToken } } as const
  const { id: connectionId } = await admin.appConnections.create.mutate(input)
  await admin.grants.create.mutate({
    app: 'heroku',
    connectionId,
    subject: { type: 'identity', id: identityId },
    actions: ['apps:read', 'config-vars:read', 'config-vars:write'],
    apps: [grantedApp],
  })
  await admin.grants.create.mutate({
    app: 'heroku',
    connectionId,
    subject: { type: 'identity', id: identityId },
    actions: ['leases:create'],
    lease: { scopes: ['identity', 'read'], maxSeconds: aDay },
  })
  return connectionId
}

/** Has the credential of a connection rotated once a month, and twice by now. */
async function rotated(admin: Client, connectionId: string): Promise<void> {
  const ref = { app: 'heroku', connectionId } as const
  const rotateAtUtc = { hours: 3, minutes: 0 }
  await admin.appConnections.setRotation.mutate({ ...ref, rotationInterval: 30, rotateAtUtc, overlapDays: 7 })
  await admin.appConnections.rotateCredentials.mutate(ref)
  await admin.appConnections.rotateCredentials.mutate(ref)
}

async function signIn(site: { local: string; public: string }, address: string, password: string): Promise<Client> {
  const origin = new URL(site.public).origin
  const answer = await fetch(`${site.local}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ email: address, password }),
  })
  if (!answer.ok) throw new Error(`sign-in of the demo's admin was refused with status ${answer.status}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((header) => header.split(';', 1)[0])
    .join('; ')
  return createClient({ url: site.local, auth: { cookie, origin } })
}
