import { tokenHash } from '@app-connections/db'
import { Agent, request } from 'undici'
import type { BenchSettings } from './peers.ts'
import { addTenant, type Seeded, type Tenant } from './seed.ts'

/** Who uses a connection in the measurement: a machine identity with a grant for one app. */
export interface BrokerCaller {
  readonly authorization: string
  readonly orgId: string
  readonly connectionId: string
  readonly grantId: string
}

export interface BrokerPlace {
  readonly callers: readonly BrokerCaller[]
  /** The id of the app that all of them may read. */
  readonly appId: string
}

const path = '/api/v1/app-connections/heroku'

/** So few that none has too many uses under way at once: 64 in two organizations of four callers each. */
const organizations = 2
const callersOfEach = 4

/** Makes connections, identities and grants through a running server. */
export async function prepareBroker(
  settings: BenchSettings,
  url: string,
  { database }: Pick<Seeded, 'database'>,
): Promise<BrokerPlace> {
  const { herokuUrl, herokuToken, kek } = settings
  const accept = 'application/vnd.heroku+json; version=3'
  const [app] = await call<{ id: string }[]>('GET', `${herokuUrl}/apps`, {
    accept,
    authorization: `Bearer ${herokuToken}`,
  })
  if (app === undefined) throw new Error('the platform has no app')
  const { id: appId } = app
  const callers: BrokerCaller[] = []
  for (let n = 0; n < organizations; n += 1) {
    const tenant = await addTenant(database, kek, 100, callersOfEach)
    const connectionId = await connect(url, tenant, herokuToken)
    for (const token of tenant.accessTokens) {
      const { rows } = await database.pool.query<{ identity_id: string }>(
        'select identity_id from access_tokens where token_hash = $1',
        [tokenHash(token)],
      )
      const subject = { type: 'identity', id: rows[0]?.identity_id }
      const grant = { subject, actions: ['apps:read'], apps: [appId] }
      const made = await call<{ grant: { id: string } }>(
        'POST',
        `${url}${path}/${connectionId}/grants`,
        bearerOf(tenant),
        grant,
      )
      callers.push({ authorization: `Bearer ${token}`, orgId: tenant.orgId, connectionId, grantId: made.grant.id })
    }
  }
  return { callers, appId }
}

async function connect(url: string, tenant: Tenant, authToken: string): Promise<string> {
  const body = { method: 'auth-token', name: 'used', credentials: { authToken } }
  const made = await call<{ appConnection: { id: string } }>('POST', `${url}${path}`, bearerOf(tenant), body)
  return made.appConnection.id
}

function bearerOf({ accessTokens }: Tenant): Record<string, string> {
  return { authorization: `Bearer ${accessTokens[0]}` }
}

async function call<Answer>(
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  body?: object,
): Promise<Answer> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const sent = body === undefined ? null : JSON.stringify(body)
  const answer = await request(url, { dispatcher, method, headers: { ...headers, ...type }, body: sent })
  const text = await answer.body.text()
  if (answer.statusCode !== 200)
    throw new Error(`${method} ${url} answered ${answer.statusCode}: ${text.slice(0, 200)}`)
  return JSON.parse(text)
}

const dispatcher = new Agent()
