import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { appRouter } from '@app-connections/api'
import {
  insertAccessToken,
  insertIdentity,
  insertOrganization,
  insertProject,
  type OrgId,
  orgIdOf,
  type Queryable,
  tokenHash,
  upsertMembership,
} from '@app-connections/db'
import { insertPerson } from '@app-connections/db/system'
import type { Engine } from '@app-connections/db/testing/engines'
import type { Sandbox } from '@app-connections/heroku-sandbox'
import type { OrganizationRole, ProjectRole } from '@app-connections/schemas'
import {
  createDataKey,
  createFingerprintKey,
  generateKeyEncryptionKey,
  parseKeyEncryptionKey,
} from '@app-connections/sealing'
import { beforeAll } from 'vitest'
import type { Answer, Request } from '../http.ts'
import { siteUrl, type TestServer, useServer } from '../running-server.ts'

/** A role in the organization and, optionally, one in its project. */
export interface Place {
  readonly organization: OrganizationRole
  readonly project?: ProjectRole
}

/** A caller. A machine's `headers` hold its token, a person's the session cookie as the web app sends it. */
export interface Somebody {
  readonly kind: 'person' | 'machine'
  readonly id: string
  readonly headers: Record<string, string>
  /** The id of the access token or the session, which audit events name and limits count by. */
  readonly tokenId: string
}

export interface Machine extends Somebody {
  readonly token: string
  readonly clientId: string
}

export interface Person extends Somebody {
  readonly email: string
}

/** An organization of a running server. Its people and machines are made by statements, so no password is hashed. */
export interface Organization {
  readonly orgId: OrgId
  readonly projectId: string
  /** A project that nobody is in, unless a test adds somebody. */
  readonly otherProjectId: string
  machine(place: Place, identity?: { trustedIps?: string[]; ttl?: number; maxTtl?: number }): Promise<Machine>
  person(place: Place): Promise<Person>
}

export interface Family extends Organization {
  readonly server: TestServer
  readonly db: Queryable
  /** Runs SQL for what no call can do, and returns the rows. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** A machine identity that is admin of the organization and of its project. */
  readonly admin: Machine
  /** What a second server on the same database must be started with. */
  readonly variables: Record<string, string>
  rest(method: string, path: string, request?: Request & { as?: Somebody }): Promise<Answer>
  /** Calls a procedure over tRPC. Its name shows whether it is a query. */
  trpc(procedure: string, input: unknown, as?: Somebody, headers?: Record<string, string>): Promise<Answer>
  organization(): Promise<Organization>
}

/** A server for one block of tests with an organization, all its keys and two projects. */
export function useFamily(
  engine: Engine,
  given: Record<string, string> | ((sandbox: Sandbox) => Promise<Record<string, string>>) = {},
): () => Family {
  const keys = { ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: randomBytes(32).toString('base64') }
  let variables: Record<string, string> = {}
  const server = useServer({
    engine,
    async variables(sandbox) {
      variables = typeof given === 'function' ? await given(sandbox) : given
      return { ...keys, ...variables }
    },
  })
  let family: Family | undefined
  beforeAll(async () => {
    const { database, databaseUrl } = server()
    const db = database.kysely
    const organization = () => newOrganization(server(), db, keys)
    const own = await organization()
    const admin = await own.machine({ organization: 'admin', project: 'admin' })
    // Without a person who is admin, there is no organization.
    await own.person({ organization: 'admin' })
    family = {
      ...own,
      server: server(),
      db,
      query: async (text, values = []) => (await server().database.pool.query(text, values)).rows,
      admin,
      variables: { ...keys, ...variables, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) },
      organization,
      rest: (method, path, { as = admin, ...request } = {}) =>
        server().call(method, path, { ...request, headers: { ...as.headers, ...request.headers } }),
      trpc: (procedure, input, as = admin, headers = {}) => callOverTrpc(server(), procedure, input, as, headers),
    }
  })
  return () => {
    if (family === undefined) throw new Error('the server is not running yet')
    return family
  }
}

/** Whether a procedure may be a GET. One that opens a credential is a POST, as the clients send it. */
function isSentByGet(procedure: string): boolean {
  const [noun = '', verb = ''] = procedure.split('.')
  const nouns: Record<string, Record<string, { _def: { type: string; meta?: unknown } }>> = appRouter._def.record
  const { type, meta } = nouns[noun]?.[verb]?._def ?? {}
  return type === 'query' && !(typeof meta === 'object' && meta !== null && 'opensCredential' in meta)
}

export function callOverTrpc(
  server: Pick<TestServer, 'call'>,
  procedure: string,
  input: unknown,
  as: Somebody,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const path = `/api/trpc/${procedure}`
  const all = { ...as.headers, ...headers }
  if (!isSentByGet(procedure)) return server.call('POST', path, { body: input, headers: all })
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  return server.call('GET', path + query, { headers: all })
}

async function newOrganization(
  server: TestServer,
  db: Queryable,
  keys: { ENCRYPTION_KEY: string; AUTH_SECRET: string },
): Promise<Organization> {
  const kek = parseKeyEncryptionKey(keys.ENCRYPTION_KEY)
  const orgId = orgIdOf(randomUUID())
  const organization = {
    id: orgId,
    name: 'Acme',
    slug: `acme-${orgId}`,
    fingerprint_key: createFingerprintKey(kek, orgId),
  }
  await insertOrganization(db, organization, createDataKey(kek, orgId))
  const newProject = async (name: string) => {
    const project = { id: randomUUID(), org_id: orgId, name, slug: name.toLowerCase(), type: 'secret-manager' }
    return (await insertProject(db, project)).id
  }
  const [projectId, otherProjectId] = [await newProject('Shop'), await newProject('Secret')]
  async function give(member: { personId: string } | { identityId: string }, place: Place): Promise<void> {
    await upsertMembership(db, { id: randomUUID(), orgId, projectId: null, member, role: place.organization })
    if (place.project === undefined) return
    await upsertMembership(db, { id: randomUUID(), orgId, projectId, member, role: place.project })
  }
  return {
    orgId,
    projectId,
    otherProjectId,
    async machine(place, { trustedIps, ttl = 3_600, maxTtl = 7_200 } = {}) {
      const [id, tokenId, clientId] = [randomUUID(), randomUUID(), randomUUID()]
      const times = { access_token_ttl: ttl, access_token_max_ttl: maxTtl }
      await insertIdentity(db, {
        id,
        org_id: orgId,
        name: 'deploy',
        client_id: clientId,
        ...times,
        ...(trustedIps === undefined ? {} : { trusted_ips: trustedIps }),
      })
      await give({ identityId: id }, place)
      const token = `act_${randomBytes(32).toString('base64url')}`
      server.secrets.add(token)
      const row = { id: tokenId, org_id: orgId, identity_id: id, token_hash: tokenHash(token), ttl }
      await insertAccessToken(db, { ...row, expiresIn: ttl, maxExpiresIn: maxTtl })
      return { kind: 'machine', id, tokenId, clientId, token, headers: { authorization: `Bearer ${token}` } }
    },
    async person(place) {
      const [id, tokenId] = [randomUUID(), randomUUID()]
      const email = `${id}@example.com`
      await insertPerson(db, { id, accountId: randomUUID(), name: 'Ada', email, passwordHash: 'none', at: new Date() })
      await give({ personId: id }, place)
      const cookie = await newSession(db, { id: tokenId, personId: id }, keys.AUTH_SECRET)
      server.secrets.add(cookie)
      return {
        kind: 'person',
        id,
        tokenId,
        email,
        headers: { cookie, origin: siteUrl, 'content-type': 'application/json' },
      }
    },
  }
}

/** A session as better-auth stores and signs it. Returns the value of a `Cookie` header. */
async function newSession(db: Queryable, session: { id: string; personId: string }, secret: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const at = new Date()
  const row = { id: session.id, userId: session.personId, token, expiresAt: new Date(at.getTime() + 3_600_000) }
  await db
    .insertInto('auth.session')
    .values({ ...row, ipAddress: null, userAgent: null, createdAt: at, updatedAt: at })
    .execute()
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return `app-connections.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}
