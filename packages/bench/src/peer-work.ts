import { createCipheriv, createHash, createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { Pool as HttpPool } from 'undici'
import type { PeerInput } from './peer-input.ts'

/** What a peer's handlers need: the same statements in the same number of round trips, the same call, the same cipher. */
export function createPeerWork(input: PeerInput) {
  const pool = new pg.Pool({ connectionString: input.databaseUrl, max: input.poolSize })
  const heroku = new HttpPool(input.herokuUrl, { connections: 64, pipelining: 1 })
  const key = createSecretKey(Buffer.from(input.dataKey, 'base64'))
  const { cases } = input
  const names = new Map(
    [cases.caller, ...cases.create, cases.get, cases.list, cases.available].map((statement, index) => [
      statement.text,
      `s${index}`,
    ]),
  )

  const run = (text: string, values: unknown[]) => pool.query({ name: names.get(text) ?? '', text, values })

  /** The caller of a bearer token, or undefined: one statement, as ours. */
  async function caller(authorization: string | undefined): Promise<Record<string, unknown> | undefined> {
    if (authorization === undefined || !authorization.startsWith('Bearer ')) return undefined
    const hash = createHash('sha256').update(authorization.slice(7)).digest()
    const values = cases.caller.values.map((value) => (value instanceof Buffer ? hash : value))
    return (await run(cases.caller.text, values)).rows[0]
  }

  function sealed(id: string, token: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(Buffer.from(`connection-credentials ${input.orgId} ${id} 1 ${input.dataKeyId}`))
    const text = Buffer.from(JSON.stringify({ authToken: token }))
    return Buffer.concat([
      Buffer.from([1]),
      Buffer.alloc(16),
      nonce,
      cipher.update(text),
      cipher.final(),
      cipher.getAuthTag(),
    ])
  }

  /** Name free? The platform. Then row and event. */
  async function create(body: { name: string; credentials: { authToken: string } }): Promise<object> {
    const [nameFree, insert] = cases.create
    if (nameFree === undefined || insert === undefined) throw new Error('two statements were expected')
    await run(
      nameFree.text,
      nameFree.values.map((value) => (value === 'recorded' ? body.name : value)),
    )
    const answer = await heroku.request({
      path: '/account',
      method: 'GET',
      headers: {
        accept: 'application/vnd.heroku+json; version=3',
        authorization: `Bearer ${body.credentials.authToken}`,
      },
    })
    await answer.body.json()
    if (answer.statusCode !== 200) throw new Error('refused')
    const id = randomUUID()
    const credentials = sealed(id, body.credentials.authToken)
    const hash = createHmac('sha256', key).update(body.credentials.authToken).digest('hex')
    const fresh = new Map<unknown, unknown>()
    let ids = 0
    const values = insert.values.map((value) => {
      if (value instanceof Buffer) return credentials
      if (value === 'recorded') return body.name
      if (typeof value === 'string' && value.includes('"recorded"'))
        return value.replace('"recorded"', JSON.stringify(body.name))
      if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return hash
      if (typeof value === 'string' && isFreshId(value, input)) {
        if (!fresh.has(value)) fresh.set(value, ids++ === 0 ? randomUUID() : id)
        return fresh.get(value)
      }
      return value
    })
    return shape((await run(insert.text, values)).rows[0])
  }

  async function get(id: string): Promise<object | undefined> {
    const example = cases.get.values[1]
    const { rows } = await run(
      cases.get.text,
      cases.get.values.map((value) => (value === example ? id : value)),
    )
    return rows[0] && shape(rows[0])
  }

  async function list(): Promise<object[]> {
    return (await run(cases.list.text, cases.list.values)).rows.slice(0, 100).map(shape)
  }

  async function available(): Promise<object[]> {
    const { rows } = await run(cases.available.text, cases.available.values)
    return rows.map((row) => ({
      app: 'heroku',
      name: row.name,
      id: row.id,
      projectId: row.project_id,
      orgId: row.org_id,
    }))
  }

  return { caller, create, get, list, available, options: () => input.options }
}

/** Ids that the recorded call made: not those of the organization, the identity or the token. */
function isFreshId(value: string, input: PeerInput): boolean {
  if (!/^[0-9a-f-]{36}$/.test(value) || value === input.orgId) return false
  return value[14] === '7'
}

function shape(row: Record<string, unknown>): object {
  return {
    app: row.app,
    method: row.method,
    id: row.id,
    name: row.name,
    description: row.description,
    credentials: {},
    version: row.version,
    orgId: row.org_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    isPlatformManagedCredentials: false,
    gatewayId: null,
    projectId: row.project_id,
    isAutoRotationEnabled: false,
    credentialsHash: row.credentials_hash,
    project: null,
    health: {
      status: row.health,
      reason: row.health_reason,
      since: row.health_since,
      lastSuccessAt: row.last_success_at,
      expiresAt: row.credential_expires_at,
      remedy: null,
    },
  }
}
