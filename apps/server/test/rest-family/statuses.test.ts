import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { beforeAll, describe, expect, it } from 'vitest'
import { errorOf } from '../http.ts'
import { connectionsPath, newConnection, newInput } from './connections.ts'
import { type Machine, useFamily } from './family.ts'

interface Call {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  /** A body that its schema accepts, where that is not the one of a new connection. */
  readonly fits?: unknown
  readonly kind: 'read' | 'write' | 'login'
  /** The status of a call without the right to it; undefined where no right is needed. */
  readonly refused?: 403 | 404
  /** The table that it cannot be answered without. */
  readonly table: string
}

const none = randomUUID()
const all = '/api/v1/app-connections'
const syncs = '/api/v1/secret-syncs'
const audit = '/api/v1/audit-events'
const login = '/api/v1/auth/universal-auth/login'
const token = '/api/v1/auth/token'
const device = '/api/v1/auth/device'
const someGrant = { subject: { type: 'identity', id: none }, actions: ['apps:read'] }
const daily = { rotationInterval: 1, rotateAtUtc: { hours: 0, minutes: 0 } }
const someToken = { accessToken: `act_${'x'.repeat(43)}` }

/** A call about a sync, which no connection's id is. */
function ofSync(method: string, suffix: string, kind: 'read' | 'write', body?: object): Call {
  const path = `${syncs}/heroku/{id}${suffix}`
  return { method, path, kind, refused: 404, table: 'config_syncs', ...(body === undefined ? {} : { body }) }
}

/** Every REST call of the contract; `{id}` is a connection of the organization. */
const calls: readonly Call[] = [
  { method: 'POST', path: connectionsPath, body: {}, kind: 'write', refused: 403, table: 'connections' },
  { method: 'GET', path: connectionsPath, kind: 'read', refused: 403, table: 'connections' },
  { method: 'GET', path: `${connectionsPath}/available`, kind: 'read', refused: 403, table: 'connections' },
  { method: 'GET', path: `${connectionsPath}/{id}`, kind: 'read', refused: 404, table: 'connections' },
  { method: 'GET', path: `${connectionsPath}/connection-name/main`, kind: 'read', refused: 404, table: 'connections' },
  { method: 'PATCH', path: `${connectionsPath}/{id}`, body: {}, kind: 'write', refused: 404, table: 'connections' },
  { method: 'DELETE', path: `${connectionsPath}/{id}`, kind: 'write', refused: 404, table: 'connections' },
  { method: 'GET', path: `${connectionsPath}/{id}/apps`, kind: 'read', refused: 404, table: 'connections' },
  { method: 'POST', path: `${connectionsPath}/{id}/check`, kind: 'write', refused: 404, table: 'connections' },
  {
    ...{ method: 'POST', path: `${connectionsPath}/{id}/rotate-credentials` },
    ...{ kind: 'write', refused: 404, table: 'connections' },
  },
  { method: 'GET', path: `${connectionsPath}/{id}/rotation`, kind: 'read', refused: 404, table: 'rotations' },
  {
    ...{ method: 'PUT', path: `${connectionsPath}/{id}/rotation`, body: {}, fits: daily },
    ...{ kind: 'write', refused: 404, table: 'connections' },
  },
  { method: 'DELETE', path: `${connectionsPath}/{id}/rotation`, kind: 'write', refused: 404, table: 'connections' },
  {
    ...{ method: 'POST', path: `${connectionsPath}/{id}/rotation/roll-back` },
    ...{ kind: 'write', refused: 404, table: 'connections' },
  },
  {
    ...{ method: 'POST', path: `${connectionsPath}/{id}/rotation/credentials/${none}/settle` },
    ...{ body: {}, fits: { how: 'ended' }, kind: 'write', refused: 404, table: 'rotated_credentials' },
  },
  {
    ...{ method: 'POST', path: `${connectionsPath}/{id}/grants`, body: {}, fits: someGrant },
    ...{ kind: 'write', refused: 404, table: 'memberships' },
  },
  { method: 'GET', path: `${connectionsPath}/{id}/grants`, kind: 'read', refused: 404, table: 'grants' },
  { method: 'GET', path: `${connectionsPath}/{id}/grants/${none}`, kind: 'read', refused: 404, table: 'grants' },
  {
    ...{ method: 'PATCH', path: `${connectionsPath}/{id}/grants/${none}`, body: {} },
    ...{ kind: 'write', refused: 404, table: 'grants' },
  },
  { method: 'DELETE', path: `${connectionsPath}/{id}/grants/${none}`, kind: 'write', refused: 404, table: 'grants' },
  { method: 'GET', path: `${connectionsPath}/{id}/grants/${none}/proof`, kind: 'read', refused: 404, table: 'grants' },
  {
    ...{ method: 'POST', path: `${connectionsPath}/{id}/grants/${none}/proof`, body: {} },
    ...{ kind: 'read', refused: 404, table: 'grants' },
  },
  {
    ...{ method: 'POST', path: `${connectionsPath}/{id}/leases`, body: {}, fits: {} },
    ...{ kind: 'write', refused: 404, table: 'grants' },
  },
  { method: 'GET', path: `${connectionsPath}/{id}/leases`, kind: 'read', refused: 404, table: 'leases' },
  { method: 'GET', path: `${connectionsPath}/{id}/leases/${none}`, kind: 'read', refused: 404, table: 'leases' },
  { method: 'DELETE', path: `${connectionsPath}/{id}/leases/${none}`, kind: 'write', refused: 404, table: 'leases' },
  {
    ...{ method: 'POST', path: `${connectionsPath}/{id}/leases/${none}/renew`, body: {}, fits: {} },
    ...{ kind: 'write', refused: 404, table: 'leases' },
  },
  { method: 'GET', path: `${connectionsPath}/{id}/proxy-rights`, kind: 'read', refused: 404, table: 'grants' },
  { method: 'GET', path: `${all}/proxy-rights`, kind: 'read', table: 'grants' },
  { method: 'GET', path: all, kind: 'read', refused: 403, table: 'connections' },
  { method: 'GET', path: `${all}/options`, kind: 'read', table: 'access_tokens' },
  { method: 'GET', path: `${connectionsPath}/{id}/usage`, kind: 'read', refused: 404, table: 'connections' },
  { method: 'GET', path: `${syncs}/options`, kind: 'read', table: 'access_tokens' },
  { method: 'GET', path: `${syncs}?projectId=${none}`, kind: 'read', refused: 404, table: 'access_tokens' },
  { ...ofSync('GET', '', 'read'), table: 'config_runs' },
  ofSync('PATCH', '', 'write', {}),
  ofSync('DELETE', '', 'write'),
  ofSync('POST', '/sync-secrets', 'write'),
  ofSync('POST', '/import-secrets?importBehavior=prioritize-source', 'write'),
  ofSync('POST', '/plan', 'write'),
  { ...ofSync('POST', '/approve', 'write', {}), fits: { planId: none, hash: '0'.repeat(64) } },
  { ...ofSync('POST', '/apply', 'write', {}), fits: { planId: none } },
  ofSync('GET', '/history', 'read'),
  ofSync('GET', '/drift', 'read'),
  ofSync('POST', '/drift', 'write'),
  ofSync('POST', '/drift/take-in', 'write'),
  ofSync('POST', '/drift/put-back', 'write'),
  { method: 'GET', path: audit, kind: 'read', refused: 403, table: 'audit_events' },
  { method: 'GET', path: `${audit}/export`, kind: 'read', refused: 403, table: 'audit_events' },
  { method: 'POST', path: login, body: { clientId: none, clientSecret: 'x' }, kind: 'login', table: 'identities' },
  { method: 'POST', path: `${token}/renew`, body: someToken, kind: 'login', table: 'access_tokens' },
  { method: 'POST', path: `${token}/revoke`, body: someToken, kind: 'login', table: 'access_tokens' },
  { method: 'POST', path: device, body: { client_id: 'x' }, kind: 'login', table: 'device_logins' },
  { method: 'POST', path: `${device}/token`, body: { device_code: 'x' }, kind: 'login', table: 'device_logins' },
]
/** The verbs whose bodies are not empty. */
const takesBody: ReadonlySet<string> = new Set(['POST', 'PUT'])
const withToken = calls.filter(({ kind }) => kind !== 'login')
const title = ({ method, path }: Call) => `${method} ${path}`
const rows = (list: readonly Call[]) => list.map((call) => [title(call), call] as const)

describe.each(engines)('every documented status of every call on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  let connectionId = ''
  let nobody: Machine
  beforeAll(async () => {
    connectionId = (await newConnection(family(), 'main')).id
    nobody = await family().machine({ organization: 'no-access' })
  })
  const send = ({ method, path, body }: Call, headers: Record<string, string> = family().admin.headers) =>
    family().server.call(method, path.replace('{id}', connectionId), { body, headers })

  it.each(rows(withToken))('401 without a token, and to one that is unknown: %s', async (_title, call) => {
    for (const headers of [{}, { authorization: `Bearer act_${'y'.repeat(43)}` }, { authorization: 'Basic x' }]) {
      const answer = await send(call, { ...headers })
      expect(errorOf(answer)).toMatchObject({ statusCode: 401, error: 'UnauthorizedError' })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it.each(rows(calls.filter(({ refused }) => refused)))('403 or 404 without the right: %s', async (_title, call) => {
    const ready = takesBody.has(call.method)
      ? { ...call, body: call.fits ?? (await newInput(family(), 'denied')) }
      : call
    const error = errorOf(await send(ready, nobody.headers))
    expect(error.statusCode).toBe(call.refused)
    if (call.refused === 403)
      expect(error.details).toEqual([{ action: expect.any(String), subject: expect.any(String) }])
    else expect(error.details).toBeUndefined()
  })

  it.each(rows(calls))('405 with Allow to verbs that are none of it: %s', async (_title, call) => {
    for (const method of [call.path.endsWith('/rotation') ? 'PATCH' : 'PUT', 'OPTIONS']) {
      const answer = await send({ ...call, method, body: undefined })
      expect(errorOf(answer)).toMatchObject({ statusCode: 405, error: 'MethodNotAllowed' })
      expect(answer.headers.get('allow')?.split(', ')).toContain(call.method)
    }
  })

  it.each(rows(calls.filter(({ body }) => body !== undefined)))(
    '400, 413 and 415 to bodies: %s',
    async (_title, call) => {
      const { headers } = family().admin
      expect(errorOf(await send({ ...call, body: '{' }))).toMatchObject({ statusCode: 400, error: 'BadRequest' })
      const large = JSON.stringify({ name: 'x'.repeat(1_100_000) })
      expect(errorOf(await send({ ...call, body: large }))).toMatchObject({ statusCode: 413, error: 'PayloadTooLarge' })
      const xml = await send({ ...call, body: '<a/>' }, { ...headers, 'content-type': 'application/xml' })
      expect(errorOf(xml)).toMatchObject({ statusCode: 415, error: 'UnsupportedMediaType' })
    },
  )

  it.each(rows(calls))('422 to input that does not fit: %s', async (_title, call) => {
    const wrong =
      call.body !== undefined
        ? { ...call, body: call.method === 'PATCH' ? { name: 5, usesLeft: 0 } : [] }
        : { ...call, path: call.path.includes('{id}') ? call.path.replace('{id}', 'none') : unfit(call.path) }
    if (call.path.endsWith('/options')) return
    expect(errorOf(await send(wrong))).toMatchObject({ statusCode: 422, error: 'ValidationFailure' })
  })
  const unfit = (path: string) => {
    if (path.includes('connection-name')) return path.replace('main', '%20')
    if (path.endsWith('/proxy-rights')) return `${path}?connection=`
    return path.startsWith(audit) ? `${path}?from=yesterday` : `${path.split('?')[0]}?projectId=`
  }

  it.each(rows(calls))('500 with no word of the cause where a table is missing: %s', async (_title, call) => {
    const ready =
      takesBody.has(call.method) && call.kind === 'write'
        ? { ...call, body: call.fits ?? (await newInput(family(), 'broken')) }
        : call
    await family().query(`alter table ${call.table} rename to away`)
    try {
      const answer = await send(ready)
      expect(errorOf(answer)).toMatchObject({
        statusCode: 500,
        error: 'InternalServerError',
        message: 'Something went wrong',
      })
      expect(answer.text).not.toMatch(/relation|away|select|exist/i)
      const { reqId } = errorOf(answer)
      const logged = family().server.log.filter((line) => line.includes(reqId))
      expect(
        logged.some((line) => line.includes('42P01')),
        logged.join(''),
      ).toBe(true)
    } finally {
      await family().query(`alter table away rename to ${call.table}`)
    }
  })

  it('400, 502 and 503 on the calls that ask Heroku, as Heroku answers (504: W14 in weaknesses.test.ts)', async () => {
    const { control } = family().server.sandbox
    const authToken = await family().server.mint()
    const asking: Call[] = [
      { method: 'POST', path: connectionsPath, body: await newInput(family(), 'asking'), kind: 'write', table: '' },
      {
        method: 'PATCH',
        path: `${connectionsPath}/{id}`,
        body: { credentials: { authToken } },
        kind: 'write',
        table: '',
      },
      { method: 'GET', path: `${connectionsPath}/{id}/apps`, kind: 'read', table: '' },
    ]
    const effects = [
      [{ kind: 'status', status: 500 }, 502, null],
      [{ kind: 'html' }, 502, null],
      [{ kind: 'reset' }, 502, null],
      [{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, 502, null],
      [{ kind: 'rate-limit' }, 503, '60'],
    ] as const
    for (const [effect, status, retryAfter] of effects) {
      for (const call of asking) {
        await control.setFault({ times: null, effect })
        const answer = await send(call)
        await control.clearFaults()
        expect(errorOf(answer).statusCode, `${title(call)} ${effect.kind}`).toBe(status)
        expect(answer.headers.get('retry-after')).toBe(retryAfter)
      }
    }
    // A check answers with the health. Only too many calls say nothing of the credential.
    const check: Call = { method: 'POST', path: `${connectionsPath}/{id}/check`, kind: 'write', table: '' }
    for (const [effect, status, retryAfter] of effects) {
      await control.setFault({ times: null, effect })
      const answer = await send(check)
      await control.clearFaults()
      expect(answer.status, `${title(check)} ${effect.kind}`).toBe(status === 503 ? 503 : 200)
      expect(answer.headers.get('retry-after')).toBe(retryAfter)
    }
    // Comes last, because the connection must be reconnected from then on.
    await control.setFault({ times: null, effect: { kind: 'status', status: 401, id: 'unauthorized' } })
    for (const call of asking) expect(errorOf(await send(call)).statusCode, title(call)).toBe(400)
    expect((await send(check)).status).toBe(200)
    await control.clearFaults()
    const names = await family().db.selectFrom('connections').select('name').where('name', '=', 'asking').execute()
    expect(names).toEqual([])
  })
})

describe.each(engines)('429 of every call on %s', (engine) => {
  const family = useFamily(engine, { RATE_LIMITS: 'on' })

  it.each(rows(calls))('once the minute’s calls are spent: %s', async (_title, call) => {
    const { admin, query, server } = family()
    // The key of the limits. This minute and the next are spent already.
    const key = call.kind === 'login' ? 'login address 127.0.0.1' : `${call.kind} caller ${admin.id}`
    await query(
      `insert into limit_windows (key, started_at, reserved)
       select $1, date_trunc('minute', now()) + n * interval '1 minute', 1000000 from generate_series(0, 1) n
       on conflict (key, started_at) do update set reserved = excluded.reserved`,
      [key],
    )
    const path = call.path.replace('{id}', none)
    const answer = await server.call(call.method, path, {
      body: call.body,
      headers: call.kind === 'login' ? {} : admin.headers,
    })
    expect(errorOf(answer)).toMatchObject({ statusCode: 429, error: 'RateLimitExceeded' })
    const seconds = Number(answer.headers.get('retry-after'))
    expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60, `${seconds}`).toBe(true)
  })
})
