import { type OrgId, orgIdOf } from '@app-connections/db'
import * as z from 'zod'
import type { Answer } from './http.ts'
import { dataOf, newAccount, siteUrl, type TestServer } from './running-server.ts'

export interface Admin {
  readonly orgId: OrgId
  readonly personId: string
  readonly email: string
  readonly password: string
  /** The value of a `Cookie` header. */
  readonly cookie: string
  /** Calls a procedure with the cookie, as the web app does. */
  mutate(procedure: string, input: unknown, headers?: Record<string, string>): Promise<Answer>
}

/** The parts of a running server that a caller needs. */
type Reached = Pick<TestServer, 'call' | 'secrets'>

/** Makes the first admin and signs them in. */
export async function setUp(server: Reached & Pick<TestServer, 'setupCode'>): Promise<Admin> {
  const account = newAccount()
  const input = { code: server.setupCode, organization: 'Acme', name: 'Ada', ...account }
  const made = await server.call('POST', '/api/trpc/setup.complete', { body: input })
  const { orgId, personId } = z.object({ orgId: z.uuid(), personId: z.uuid() }).parse(dataOf(made))
  server.secrets.add(account.password)
  const cookie = await signIn(server, account)
  return { orgId: orgIdOf(orgId), personId, ...account, cookie, mutate: mutations(server, cookie) }
}

/** Signs in and returns the value of a `Cookie` header, which is a secret. */
export async function signIn(server: Reached, account: { email: string; password: string }): Promise<string> {
  const answer = await server.call('POST', '/api/auth/sign-in/email', { body: account, headers: { origin: siteUrl } })
  if (answer.status !== 200) throw new Error(`sign-in was answered ${answer.status}: ${answer.text}`)
  const [cookie = ''] = cookiesOf(answer)
  const token = decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1))
  for (const secret of [cookie, token, token.slice(0, token.lastIndexOf('.'))]) server.secrets.add(secret)
  return cookie
}

/**
 * The cookies that an answer sets, as a `Cookie` header has them. Of a sign-in, the session's comes before the
 * browser's.
 */
export function cookiesOf(answer: Answer): string[] {
  return answer.headers.getSetCookie().map((line) => `${line.split(';', 1)[0]}`)
}

export function mutations(server: Reached, cookie: string): Admin['mutate'] {
  return (procedure, input, headers = {}) =>
    server.call('POST', `/api/trpc/${procedure}`, { body: input, headers: { cookie, origin: siteUrl, ...headers } })
}

const identityIds = z.object({ id: z.uuid(), clientId: z.uuid() })
const secretOf = z.object({ clientSecret: z.string() })
const tokenOf = z.object({ accessToken: z.string() })

/** A machine identity with that role in the organization, logged in over REST. */
export async function newMachine(server: TestServer, admin: Admin, role: 'admin' | 'member' | 'no-access') {
  const identity = identityIds.parse(dataOf(await admin.mutate('identities.create', { name: role, role })))
  const made = await admin.mutate('clientSecrets.create', { identityId: identity.id })
  const { clientSecret } = secretOf.parse(dataOf(made))
  const login = { clientId: identity.clientId, clientSecret }
  const answer = await server.call('POST', '/api/v1/auth/universal-auth/login', { body: login })
  const { accessToken } = tokenOf.parse(answer.body)
  server.secrets.add(clientSecret)
  server.secrets.add(accessToken)
  return { ...identity, clientSecret, token: accessToken }
}

/** A project whose only member is its maker, the admin. */
export async function newProject(admin: Admin, name = 'Shop'): Promise<string> {
  return z.object({ id: z.uuid() }).parse(dataOf(await admin.mutate('projects.create', { name }))).id
}

export interface TestOrganization {
  readonly admin: Admin
  /** An access token of a machine identity with that role. */
  readonly tokens: { readonly admin: string; readonly member: string; readonly nobody: string }
}

/** The first organization of a server, with its admin and a machine identity for each role. */
export async function newOrganization(server: TestServer): Promise<TestOrganization> {
  const admin = await setUp(server)
  const [one, two, three] = [
    await newMachine(server, admin, 'admin'),
    await newMachine(server, admin, 'member'),
    await newMachine(server, admin, 'no-access'),
  ]
  return { admin, tokens: { admin: one.token, member: two.token, nobody: three.token } }
}
