import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, createClient } from '@app-connections/client'
import { randomToken } from './random-token.ts'

/** A set-up installation with everything secret that arose on the way. */
export interface Installation {
  /** A client with the admin's session cookie. */
  readonly admin: Client
  readonly email: string
  readonly projectId: string
  readonly clientId: string
  readonly secrets: {
    readonly setupCode: string
    readonly password: string
    /** The value of the session cookie, decoded: `<token>.<signature>`. */
    readonly session: string
    readonly invitation: string
    readonly clientSecret: string
    readonly accessToken: string
  }
}

export interface InstallationSite {
  readonly url: string
  readonly origin: string
  readonly dataDir: string
  /** Sends every call; the platform's own unless given. */
  readonly fetch?: typeof fetch
}

const email = 'ada@example.com'

/** Sets up a fresh server as people would: an admin, a project, and a machine identity that may do everything. */
export async function setUpInstallation(site: InstallationSite): Promise<Installation> {
  const send = site.fetch ?? fetch
  const setupCode = (await readFile(join(site.dataDir, 'setup-code'), 'utf8')).trim()
  const password = randomToken()
  const visitor = createClient({ url: site.url, auth: { cookie: 'browser' }, fetch: send })
  await visitor.setup.complete.mutate({ code: setupCode, organization: 'Acme', name: 'Ada', email, password })

  const answer = await send(`${site.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: site.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`sign-in was refused with status ${answer.status}`)
  const [cookie = ''] = answer.headers.getSetCookie().map((header) => header.split(';', 1)[0] ?? '')
  const admin = createClient({ url: site.url, auth: { cookie, origin: site.origin }, fetch: send })

  const project = await admin.projects.create.mutate({ name: 'Shop' })
  const invitation = await admin.invitations.create.mutate({ email: 'vi@example.com', role: 'member' })
  const identity = await admin.identities.create.mutate({ name: 'robot', role: 'admin' })
  await admin.members.set.mutate({
    scope: 'project',
    projectId: project.id,
    member: { identityId: identity.id },
    role: 'admin',
  })
  const { clientSecret } = await admin.clientSecrets.create.mutate({ identityId: identity.id, label: 'test' })
  const { accessToken } = await visitor.accessTokens.login.mutate({ clientId: identity.clientId, clientSecret })
  return {
    admin,
    email,
    projectId: project.id,
    clientId: identity.clientId,
    secrets: {
      setupCode,
      password,
      session: decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)),
      invitation: invitation.token,
      clientSecret,
      accessToken,
    },
  }
}
