import { describe, expect, test } from 'vitest'
import { useSandbox } from './harness.ts'

const bench = useSandbox()
const { call } = bench
const anonymous = { token: undefined, headers: { accept: '*/*' } }
const client = () => bench.sandbox.control.oauthClient()

async function decide(decision: 'allow' | 'deny', extra: Record<string, string> = {}) {
  const form = { client_id: (await client()).id, scope: 'global', account: 'ada@example.com', decision, ...extra }
  const reply = await call('POST', '/oauth/authorize', { ...anonymous, form })
  return { status: reply.status, text: reply.text, location: new URL(reply.headers.get('location') ?? 'none:') }
}
const newCode = async () => (await decide('allow')).location.searchParams.get('code') ?? ''
const exchange = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  call('POST', '/oauth/token', { token: undefined, headers: { accept: '*/*', ...headers }, form })
const withSecret = async (form: Record<string, string>) => exchange({ client_secret: (await client()).secret, ...form })
const firstPair = async () => (await withSecret({ code: await newCode() })).body
const refresh = (token: string) => withSecret({ grant_type: 'refresh_token', refresh_token: token })

describe('the consent page', () => {
  test('names the client, the scopes and two accounts, and escapes what it was given', async () => {
    const { id } = await client()
    const query = new URLSearchParams({
      client_id: id,
      response_type: 'code',
      scope: 'read,identity',
      state: '"><script>',
    })
    const page = await call(
      'GET',
      `/oauth/authorize?${query}&code_challenge=x&redirect_uri=https://evil.example`,
      anonymous,
    )
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const piece of ['ada@example.com', 'grace@example.com', 'value="identity read"', '>Allow<', '>Deny<'])
      expect(page.text).toContain(piece)
    expect(page.text).not.toContain('<script>')
    expect(page.text).not.toContain('evil.example')
  })

  test.each([
    ['', 400],
    ['client_id=nobody', 400],
    ['client_id=CLIENT&scope=everything', 422],
    ['client_id=CLIENT&response_type=token', 400],
  ])('the request %j is %i on a page, without a redirect', async (query, status) => {
    const reply = await call('GET', `/oauth/authorize?${query.replace('CLIENT', (await client()).id)}`, anonymous)
    expect([reply.status, reply.headers.get('location')]).toEqual([status, null])
  })

  test('Allow goes to the registered callback with code and state, whatever redirect_uri says', async () => {
    const { location, status } = await decide('allow', { state: 's t', redirect_uri: 'https://evil.example/' })
    expect([status, location.origin, location.searchParams.get('state')]).toEqual([302, 'http://localhost:3000', 's t'])
    expect(location.searchParams.get('code')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('Deny goes back with access_denied and without the state, which comes by switch', async () => {
    const denied = (await decide('deny', { state: 's' })).location.searchParams
    expect(Object.fromEntries(denied)).toEqual({ error: 'access_denied' })
    await bench.sandbox.control.setSwitches({ denialEchoesState: true })
    expect((await decide('deny', { state: 's' })).location.searchParams.get('state')).toBe('s')
  })

  test('the account chosen is the one whose token it becomes', async () => {
    const { location } = await decide('allow', { account: 'grace@example.com' })
    const { body } = await withSecret({ code: location.searchParams.get('code') ?? '' })
    expect((await call('GET', '/account', { token: body.access_token })).body).toMatchObject({
      email: 'grace@example.com',
      id: body.user_id,
    })
    expect((await decide('allow', { account: 'nobody@example.com' })).status).toBe(422)
  })
})

describe('a code', () => {
  test('is exchanged for an eight-hour token, without grant_type, with status 200', async () => {
    const reply = await withSecret({
      code: await newCode(),
      redirect_uri: 'https://ignored.example',
      code_verifier: 'x',
    })
    expect(reply.status).toBe(200)
    expect(Object.keys(reply.body).sort()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'session_nonce',
      'token_type',
      'user_id',
    ])
    expect(reply.body).toMatchObject({ expires_in: 28_799, token_type: 'Bearer', session_nonce: null })
    const token = reply.body.access_token
    await bench.sandbox.control.moveClock(28_798)
    expect((await call('GET', '/account', { token })).status).toBe(200)
    await bench.sandbox.control.moveClock(1)
    expect((await call('GET', '/account', { token })).status).toBe(401)
  })

  test('may come with the secret as Basic', async () => {
    const { id, secret } = await client()
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
    const reply = await exchange({ grant_type: 'authorization_code', code: await newCode() }, { authorization })
    expect(reply.status).toBe(200)
  })

  test('works once, unless the switch lets it be used again', async () => {
    const code = await newCode()
    expect((await withSecret({ code })).status).toBe(200)
    const again = await withSecret({ code })
    expect([again.status, again.body.id, again.body.error]).toEqual([401, 'unauthorized', undefined])
    await bench.sandbox.control.setSwitches({ grantReuse: 'accepted' })
    expect((await withSecret({ code })).status).toBe(200)
  })

  test('works for five minutes, or for 30 seconds by switch', async () => {
    const old = await newCode()
    await bench.sandbox.control.moveClock(300)
    expect((await withSecret({ code: old })).status).toBe(401)
    await bench.sandbox.control.setSwitches({ grantSeconds: 30 })
    const short = await newCode()
    await bench.sandbox.control.moveClock(30)
    expect((await withSecret({ code: short })).status).toBe(401)
  })

  test('is refused without the secret of its own client, and stays usable', async () => {
    const code = await newCode()
    expect((await exchange({ code })).status).toBe(400)
    expect((await exchange({ code, client_secret: 'wrong' })).body.id).toBe('bad_request')
    const { body } = await call('POST', '/oauth/clients', { body: { name: 'x', redirect_uri: 'https://x.example' } })
    expect((await exchange({ code, client_secret: body.secret })).status).toBe(401)
    expect((await withSecret({ grant_type: 'password', code })).status).toBe(400)
    expect((await withSecret({ code })).status).toBe(200)
  })

  test('of a suspended account is 403 with bare text under a JSON content type', async () => {
    const code = await newCode()
    await bench.sandbox.control.setAccountStatus('ada@example.com', { suspended: true })
    const secret = (await client()).secret
    const response = await fetch(`${bench.sandbox.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ code, client_secret: secret }),
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/json;charset=utf-8'])
    expect(await response.text()).toBe('This account is suspended.')
  })

  test('comes with a session nonce by switch', async () => {
    await bench.sandbox.control.setSwitches({ sessionNonce: 'value' })
    expect(typeof (await firstPair()).session_nonce).toBe('string')
  })
})

describe('a refresh token', () => {
  test('stays the same and can be used again and again; older access tokens live on', async () => {
    const first = await firstPair()
    const second = (await refresh(first.refresh_token)).body
    const third = (await refresh(first.refresh_token)).body
    expect([second.refresh_token, third.refresh_token]).toEqual([first.refresh_token, first.refresh_token])
    for (const each of [first, second, third])
      expect((await call('GET', '/account', { token: each.access_token })).status).toBe(200)
  })

  test('ends the older access tokens by switch', async () => {
    await bench.sandbox.control.setSwitches({ refreshEndsOldAccessTokens: true })
    const first = await firstPair()
    await refresh(first.refresh_token)
    expect((await call('GET', '/account', { token: first.access_token })).status).toBe(401)
  })

  test('rotates by switch, and the replaced one is accepted, refused, or revokes everything', async () => {
    const reuse = async (refreshTokenReuse: 'accepted' | 'refused' | 'revokes') => {
      await bench.sandbox.control.setSwitches({ refreshTokenRotates: true, refreshTokenReuse })
      const first = await firstPair()
      const second = (await refresh(first.refresh_token)).body
      expect(second.refresh_token).not.toBe(first.refresh_token)
      const replayed = (await refresh(first.refresh_token)).status
      return [replayed, (await call('GET', '/account', { token: second.access_token })).status]
    }
    expect(await reuse('accepted')).toEqual([200, 200])
    expect(await reuse('refused')).toEqual([401, 200])
    expect(await reuse('revokes')).toEqual([401, 401])
  })

  test('never ends, or after 30 days by switch', async () => {
    const first = await firstPair()
    await bench.sandbox.control.moveClock(400 * 86_400)
    expect((await refresh(first.refresh_token)).status).toBe(200)
    await bench.sandbox.control.setSwitches({ refreshTokenSeconds: 2_592_000 })
    const second = await firstPair()
    await bench.sandbox.control.moveClock(2_592_000)
    expect((await refresh(second.refresh_token)).status).toBe(401)
  })

  test.each([401, 400, 403] as const)('that is not valid is %i by switch', async (status) => {
    await bench.sandbox.control.setSwitches({ invalidRefreshStatus: status })
    expect((await refresh('HRKU-nothing')).status).toBe(status)
  })

  test('of a revoked authorization is refused', async () => {
    const first = await firstPair()
    await bench.sandbox.control.revokeToken(first.access_token)
    expect((await refresh(first.refresh_token)).status).toBe(401)
  })

  test('of an account whose password expired is refused, under the status the switch says', async () => {
    const first = await firstPair()
    await bench.sandbox.control.setAccountStatus('ada@example.com', { passwordExpired: true })
    expect((await refresh(first.refresh_token)).body.id).toBe('password_expired')
    await bench.sandbox.control.setSwitches({ passwordExpiredStatus: 401 })
    expect((await refresh(first.refresh_token)).status).toBe(401)
  })
})
