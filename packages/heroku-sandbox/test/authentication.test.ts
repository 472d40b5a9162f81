import { describe, expect, test } from 'vitest'
import { startSandbox } from '../src/index.ts'
import { accept, send, useSandbox } from './harness.ts'

const bench = useSandbox()
const { call, mint } = bench

describe('tokens', () => {
  test.each([
    ['uuid', /^[0-9a-f-]{36}$/],
    ['prefixed-uuid', /^HRKU-[0-9a-f-]{36}$/],
    ['long', /^HRKU-[\w-]{60}$/],
  ] as const)(
    'a %s token has its shape and is taken as Bearer and as the password of Basic',
    async (shape, pattern) => {
      const { token } = await bench.sandbox.control.mintToken({ shape })
      expect(token).toMatch(pattern)
      expect((await call('GET', '/account', { token })).body.email).toBe('ada@example.com')
      for (const user of ['', 'ada@example.com']) {
        const authorization = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`
        expect((await call('GET', '/account', { token: undefined, headers: { authorization } })).status).toBe(200)
      }
    },
  )

  test('the first start offers each shape and each scope, and no two sandboxes share a token', async () => {
    const tokens = await bench.sandbox.control.readyTokens()
    expect(new Set(tokens.map(({ shape }) => shape))).toEqual(new Set(['uuid', 'prefixed-uuid', 'long']))
    const scopes = tokens.flatMap(({ scope }) => scope)
    expect(scopes).toEqual(
      expect.arrayContaining(['global', 'identity', 'read', 'write', 'read-protected', 'write-protected']),
    )
    await bench.sandbox.control.reset()
    const after = await bench.sandbox.control.readyTokens()
    expect(after.filter(({ token }) => tokens.some((each) => each.token === token))).toEqual([])
  })

  test.each(['', 'Bearer', 'Bearer nope', 'Basic !!!', 'Digest x', 'Bearer __proto__'])(
    'the authorization %j is 401 in Heroku’s shape',
    async (authorization) => {
      const reply = await call('GET', '/account', { token: undefined, headers: authorization ? { authorization } : {} })
      expect([reply.status, reply.body.id]).toEqual([401, 'unauthorized'])
    },
  )

  test('a token is expired from its second on, by the clock that moves; 401, or 403 by switch', async () => {
    const token = await mint(['global'], 60)
    expect((await call('GET', '/account', { token })).status).toBe(200)
    await bench.sandbox.control.moveClock(60)
    expect((await call('GET', '/account', { token })).status).toBe(401)
    await bench.sandbox.control.setSwitches({ expiredTokenStatus: 403 })
    const reply = await call('GET', '/account', { token })
    expect([reply.status, reply.body.id]).toEqual([403, 'forbidden'])
  })

  test('a revoked token is 401', async () => {
    const minted = await bench.sandbox.control.mintToken()
    await bench.sandbox.control.revokeToken(minted.id)
    expect((await call('GET', '/account', { token: minted.token })).status).toBe(401)
  })
})

describe('the Accept header', () => {
  test.each(['*/*', 'application/json', 'application/vnd.heroku+json', 'application/vnd.heroku+json; version=2'])(
    '%s is 406',
    async (value) => {
      const reply = await call('GET', '/account', { headers: { accept: value } })
      expect([reply.status, reply.body.id]).toEqual([406, 'not_acceptable'])
    },
  )

  test.each([accept, 'application/vnd.heroku+json;version=3', 'application/vnd.heroku+json; version=3.sdk'])(
    '%s is accepted',
    async (value) => expect((await call('GET', '/account', { headers: { accept: value } })).status).toBe(200),
  )
})

describe('scopes', () => {
  const paths = [
    'GET /account',
    'GET /apps',
    'GET /apps/note-g/config-vars',
    'PATCH /apps/note-g/config-vars',
    'GET /oauth/authorizations',
    'GET /account/rate-limits',
  ]
  test.each([
    ['global', [200, 200, 200, 200, 200, 200]],
    ['identity', [200, 403, 403, 403, 403, 200]],
    ['read', [403, 200, 403, 403, 403, 200]],
    ['write', [403, 200, 403, 403, 403, 200]],
    ['read-protected', [403, 200, 200, 403, 403, 200]],
    ['write-protected', [403, 200, 200, 200, 403, 200]],
  ] as const)('%s opens what the matrix says', async (scope, statuses) => {
    const token = await mint([scope])
    const seen: number[] = []
    for (const line of paths) {
      const [method = '', path = ''] = line.split(' ')
      const reply = await call(method, path, { token, ...(method === 'PATCH' ? { body: { A: '1' } } : {}) })
      if (reply.status === 403) expect(reply.body.id).toBe('forbidden')
      seen.push(reply.status)
    }
    expect(seen).toEqual(statuses)
  })

  test('the doubtful cells are switches', async () => {
    const status = async (scope: 'read' | 'identity' | 'write', path: string) =>
      (await call('GET', path, { token: await mint([scope]) })).status
    await bench.sandbox.control.setSwitches({
      readScopesSeeAccount: true,
      identitySeesApps: true,
      plainScopesSeeConfigVars: true,
      writeImpliesRead: false,
      rateLimitsScope: 'account',
      oauthScope: 'any',
    })
    expect(await status('read', '/account')).toBe(200)
    expect(await status('identity', '/apps')).toBe(200)
    expect(await status('read', '/apps/note-g/config-vars')).toBe(200)
    expect(await status('write', '/apps')).toBe(403)
    expect(await status('write', '/account/rate-limits')).toBe(403)
    expect(await status('read', '/oauth/authorizations')).toBe(200)
  })
})

describe('the standing of an account', () => {
  test.each([
    ['suspended', 403, 'suspended'],
    ['delinquent', 402, 'delinquent'],
    ['passwordExpired', 403, 'password_expired'],
    ['twoFactor', 403, 'two_factor'],
  ] as const)('%s refuses every call with %i %s until it ends', async (status, code, id) => {
    await bench.sandbox.control.setAccountStatus('ada@example.com', { [status]: true })
    for (const path of ['/account', '/apps', '/account/rate-limits']) {
      const reply = await call('GET', path)
      expect([reply.status, reply.body.id]).toEqual([code, id])
      expect(reply.headers.get('heroku-two-factor-required')).toBe(status === 'twoFactor' ? 'true' : null)
    }
    expect((await call('GET', '/account', { token: await bench.grace() })).status).toBe(200)
    await bench.sandbox.control.setAccountStatus('ada@example.com', { [status]: false })
    expect((await call('GET', '/account')).status).toBe(200)
  })

  test('a second factor is sent with a request, or once for an app', async () => {
    const { twoFactorCode } = await bench.sandbox.control.setAccountStatus('ada@example.com', { twoFactor: true })
    const headers = { 'heroku-two-factor-code': twoFactorCode }
    expect((await call('GET', '/apps/note-g', { headers: { 'heroku-two-factor-code': 'no' } })).status).toBe(403)
    expect((await call('GET', '/apps/note-g', { headers })).status).toBe(200)
    expect((await call('PUT', '/apps/note-g/pre-authorizations', { headers })).status).toBe(200)
    expect((await call('GET', '/apps/note-g')).status).toBe(200)
    expect((await call('GET', '/apps/punched-cards')).status).toBe(403)
  })

  test('an account that is not verified cannot create apps, under the id the switch says', async () => {
    await bench.sandbox.control.setAccountStatus('ada@example.com', { verified: false })
    expect((await call('POST', '/apps', { body: {} })).body.id).toBe('verification_required')
    await bench.sandbox.control.setSwitches({ verificationId: 'verification_needed' })
    const reply = await call('POST', '/apps', { body: {} })
    expect([reply.status, reply.body.id]).toEqual([422, 'verification_needed'])
  })
})

describe('rate limits', () => {
  test('all tokens of an account share 4500 an hour, refilled evenly; asking what is left is free', async () => {
    await bench.sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 2 })
    const other = await mint(['read'])
    expect((await call('GET', '/account')).headers.get('ratelimit-remaining')).toBe('1')
    expect((await call('GET', '/apps', { token: other })).headers.get('ratelimit-remaining')).toBe('0')
    const refused = await call('GET', '/account')
    expect([refused.status, refused.body.id]).toEqual([429, 'rate_limit'])
    expect(refused.headers.get('retry-after')).toBeNull()
    expect((await call('GET', '/account/rate-limits')).body).toEqual({ remaining: 0 })
    expect((await call('GET', '/account', { token: await bench.grace() })).status).toBe(200)
    await bench.sandbox.control.moveClock(60)
    expect((await call('GET', '/account/rate-limits')).body).toEqual({ remaining: 75 })
  })

  test('are off where the sandbox was started so', async () => {
    const unlimited = await startSandbox({ rateLimits: 'off' })
    const { token } = await unlimited.control.mintToken()
    await unlimited.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 0 })
    const reply = await send(unlimited.url, 'GET', '/account', { token })
    expect([reply.status, reply.headers.get('ratelimit-remaining')]).toEqual([200, '4500'])
    await unlimited.close()
  })

  test('Retry-After comes by switch', async () => {
    await bench.sandbox.control.setSwitches({ retryAfter: 'seconds' })
    await bench.sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 0 })
    expect((await call('GET', '/account')).headers.get('retry-after')).toBe('1')
  })
})

describe('every answer', () => {
  test('carries Request-Id and ETag, and a repeat with If-None-Match is 304 without a body', async () => {
    const first = await call('GET', '/apps')
    expect(first.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const etag = first.headers.get('etag') ?? ''
    const again = await call('GET', '/apps', { headers: { 'if-none-match': etag } })
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag])
    await call('PATCH', '/apps/note-g', { body: { maintenance: true } })
    expect((await call('GET', '/apps', { headers: { 'if-none-match': etag } })).status).toBe(200)
  })

  test('an error reads differently under the switch for wording, with the same id', async () => {
    await bench.sandbox.control.setSwitches({ messages: 'other' })
    const reply = await call('GET', '/account', { token: 'nope' })
    expect([reply.body.id, reply.body.message]).toEqual(['unauthorized', 'Refused (unauthorized).'])
  })

  test('an Idempotency-Key is ignored, or honoured by switch', async () => {
    const create = () => call('POST', '/apps', { body: {}, headers: { 'idempotency-key': 'k' } })
    expect((await create()).body.id).not.toBe((await create()).body.id)
    await bench.sandbox.control.setSwitches({ idempotencyKey: 'honoured' })
    expect((await create()).body.id).toBe((await create()).body.id)
  })
})
