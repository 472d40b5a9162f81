import { randomUUID } from 'node:crypto'
import type { ConnectionRow, OrgId } from '@app-connections/db'
import type { Engine } from '@app-connections/db/testing/engines'
import { answerConsent, type LoggedRequest } from '@app-connections/heroku-sandbox'
import { createHttp, createProviders } from '@app-connections/providers'
import { type SingleConnection, singleConnectionSchema } from '@app-connections/schemas'
import { afterAll, afterEach, beforeAll } from 'vitest'
import * as z from 'zod'
import { openStored } from '../src/credentials/seal.ts'
import { type Caller, callProcedure, type Person, type ProcedurePath, type Services } from '../src/index.ts'
import { eventsOf, newOrganization, type TestOrganization } from './organization.ts'
import { call, type TestServices, useServices } from './services.ts'

/** What is sealed of an OAuth connection. */
export const storedSchema = z.strictObject({ authToken: z.string(), refreshToken: z.string(), userId: z.string() })

const started = z.object({ url: z.string() })
export const finished = z.object({
  outcome: z.string(),
  orgId: z.string().optional(),
  connectionId: z.string().optional(),
})

export interface OAuthTest extends TestServices {
  readonly organization: TestOrganization
  readonly admin: Person
  /** The providers of a server without an OAuth client. */
  readonly bareProviders: Services['providers']
  /** A query of the admin, with other services. */
  askWith(services: Services, path: ProcedurePath, input: unknown): Promise<unknown>
  /** A query. */
  ask(caller: Caller, path: ProcedurePath, input: unknown): Promise<unknown>
  /** Starts a consent and gives it. Returns the input of `finish`. */
  consent(caller: Caller, input: object): Promise<{ app: string; code: string; state: string }>
  /** The same in another process. */
  consentWith(services: Services, caller: Caller, input: object): Promise<{ app: string; code: string; state: string }>
  finish(caller: Caller, input: object): Promise<z.output<typeof finished>>
  /** A connection made by consent, with a name of its own. */
  connect(): Promise<string>
  get(connectionId: string): Promise<SingleConnection>
  apps(connectionId: string): Promise<string[]>
  stored(connectionId: string): Promise<z.output<typeof storedSchema>>
  /**
   * Sets the stored end of the credential, so many seconds from now, or null for unknown. The platform is not asked.
   */
  believeEnd(connectionId: string, seconds: number | null): Promise<void>
  /** Ends every access token that the platform has issued so far. */
  endTokens(): Promise<void>
  /** Ends the token of a connection, at the platform and as it is stored. */
  end(connectionId: string): Promise<void>
  /** A connection whose token has ended. */
  connectEnded(): Promise<string>
  row(connectionId: string): Promise<ConnectionRow & { credentials: Buffer }>
  /** The audit events of a connection. */
  events(connectionId: string): ReturnType<typeof eventsOf>
  /** The refreshes that reached the platform so far. */
  refreshes(): Promise<LoggedRequest[]>
}

/** Operations with OAuth set up, for one block of tests, with an organization and its admin. */
export function useOAuth(engine: Engine): () => OAuthTest {
  const base = useServices(engine)
  const http = createHttp()
  let made: OAuthTest | undefined
  beforeAll(async () => {
    const { sandbox, services: plain } = base()
    const client = await sandbox.control.oauthClient()
    const variables = {
      HEROKU_API_URL: sandbox.url,
      HEROKU_ID_URL: sandbox.url,
      HEROKU_OAUTH_CLIENT_ID: client.id,
      HEROKU_OAUTH_CLIENT_SECRET: client.secret,
    }
    const providers = createProviders(variables, http)
    const refresh = { marginMs: 300_000, callMs: 800, turnMs: 1_600 }
    const services: Services = { ...plain, providers, refresh }
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const t: OAuthTest = {
      ...base(),
      services,
      organization,
      admin,
      bareProviders: createProviders({ HEROKU_API_URL: sandbox.url, HEROKU_ID_URL: sandbox.url }, http),
      askWith: (other, path, input) => ask(other, admin, path, input),
      ask: (caller, path, input) => ask(services, caller, path, input),
      consent: (caller, input) => t.consentWith(services, caller, input),
      async consentWith(process, caller, input) {
        const { url } = started.parse(await call(process, caller, 'oauth.start', { app: 'heroku', ...input }))
        const back = (await answerConsent(url)).searchParams
        return { app: 'heroku', code: `${back.get('code')}`, state: `${back.get('state')}` }
      },
      finish: async (caller, input) => finished.parse(await call(services, caller, 'oauth.finish', input)),
      async connect() {
        const back = await t.consent(admin, { purpose: 'create', name: `c-${randomUUID()}` })
        const { outcome, connectionId = '' } = await t.finish(admin, back)
        if (outcome !== 'created') throw new Error(`the consent ended with ${outcome}`)
        return connectionId
      },
      get: async (connectionId) =>
        singleConnectionSchema.parse(await ask(services, admin, 'appConnections.get', { app: 'heroku', connectionId })),
      async apps(connectionId) {
        const list = await ask(services, admin, 'appConnections.apps', { app: 'heroku', connectionId })
        return z
          .array(z.object({ name: z.string() }))
          .parse(list)
          .map(({ name }) => name)
      },
      stored: (connectionId) => storedOf(services, organization.id, connectionId),
      async believeEnd(connectionId, seconds) {
        const end = seconds === null ? null : new Date(Date.now() + seconds * 1000)
        await services.db
          .updateTable('connections')
          .set({ credential_expires_at: end })
          .where('id', '=', connectionId)
          .execute()
      },
      async endTokens() {
        await sandbox.control.moveClock(28_800)
      },
      async end(connectionId) {
        await t.endTokens()
        await t.believeEnd(connectionId, -1)
      },
      async connectEnded() {
        const id = await t.connect()
        await t.end(id)
        return id
      },
      row: (id) => services.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      events: async (id) => (await eventsOf(services, organization.id)).filter(({ target }) => target.endsWith(id)),
      refreshes: async () =>
        (await sandbox.control.requests()).filter(
          ({ path, bodyFields }) => path === '/oauth/token' && bodyFields.includes('refresh_token'),
        ),
    }
    made = t
  })
  afterEach(async () => {
    await made?.sandbox.control.reset()
  })
  afterAll(() => http.close())
  return () => {
    if (made === undefined) throw new Error('the services are not there yet')
    return made
  }
}

/** The sealed content of a connection's credential, deleted or not. */
async function storedOf(services: Services, orgId: OrgId, id: string) {
  const row = await services.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const keys = await services.keyring.forOrg(orgId)
  return storedSchema.parse(openStored(keys, { orgId, id, sealRevision: row.seal_revision }, row.credentials))
}

/** A query, as a transport makes it. */
function ask(services: Services, caller: Caller, path: ProcedurePath, input: unknown): Promise<unknown> {
  const request = {
    reqId: `req-${randomUUID()}`,
    address: '192.0.2.1',
    userAgent: null,
    organizationId: null,
    endpoint: null,
  }
  return callProcedure(
    { services, request: { ...request, admitted: false }, actor: caller },
    { path, type: 'query', input },
  )
}
