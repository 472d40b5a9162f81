import { describe, expect, test } from 'vitest'
import { useSandbox } from './harness.ts'

const bench = useSandbox()
const { call } = bench
const create = (body: unknown) => call('POST', '/oauth/authorizations', { body })

describe('authorizations', () => {
  test('are created with a working token, seconds also as a string, and scope optional or required by switch', async () => {
    const made = await create({ description: 't', scope: ['read', 'write-protected', 'read'], expires_in: '3600' })
    expect([made.status, made.body.scope, made.body.access_token.expires_in]).toEqual([
      201,
      ['read', 'write-protected'],
      3600,
    ])
    expect((await call('GET', '/apps', { token: made.body.access_token.token })).status).toBe(200)
    const plain = await create({})
    expect([plain.body.scope, plain.body.access_token.expires_in]).toEqual([['global'], null])
    await bench.sandbox.control.setSwitches({ authorizationScope: 'required', directAuthorizationSeconds: 31_536_000 })
    expect((await create({})).body.id).toBe('invalid_params')
    expect((await create({ scope: ['read'] })).body.access_token.expires_in).toBe(31_536_000)
  })

  test.each([
    { scope: 'read' },
    { scope: ['all'] },
    { scope: [] },
    { expires_in: 0 },
    { expires_in: 'soon' },
    { description: 5 },
  ])('cannot be created from %j', async (body) => expect((await create(body)).body.id).toBe('invalid_params'))

  test('show tokens in clear when created and redacted in lists, or as the switch says', async () => {
    const { body } = await create({ scope: ['read'] })
    const { token } = body.access_token
    const listed = async () =>
      (await call('GET', '/oauth/authorizations')).body.find(({ id }: { id: string }) => id === body.id).access_token
        .token
    const single = async () => (await call('GET', `/oauth/authorizations/${body.id}`)).body.access_token.token
    const redacted = `${token.slice(0, 8)}**********${token.slice(-4)}`
    expect([await listed(), await single()]).toEqual([redacted, token])
    await bench.sandbox.control.setSwitches({ authorizationTokens: 'clear' })
    expect([await listed(), await single()]).toEqual([token, token])
    await bench.sandbox.control.setSwitches({ authorizationTokens: 'redacted' })
    expect([await listed(), await single()]).toEqual([redacted, redacted])
  })

  test('are revoked by id, which ends their token and answers the object', async () => {
    const { body } = await create({ scope: ['global'] })
    const { token } = body.access_token
    expect((await call('DELETE', `/oauth/authorizations/${body.id}`)).body.id).toBe(body.id)
    expect((await call('GET', '/account', { token })).status).toBe(401)
    expect((await call('DELETE', `/oauth/authorizations/${body.id}`)).body).toMatchObject({
      id: 'not_found',
      resource: 'authorization',
    })
  })

  test('regenerate their token once asked, with the same lifetime, and only direct ones do', async () => {
    const { body } = await create({ scope: ['global'], expires_in: 100 })
    await bench.sandbox.control.moveClock(50)
    const again = await call('POST', `/oauth/authorizations/${body.id}/actions/regenerate-tokens`)
    expect([again.status, again.body.access_token.expires_in]).toEqual([200, 100])
    expect((await call('GET', '/account', { token: body.access_token.token })).status).toBe(401)
    expect((await call('GET', '/account', { token: again.body.access_token.token })).status).toBe(200)
    const { id: client } = await bench.sandbox.control.oauthClient()
    const granted = await create({ client, scope: ['read'] })
    const refused = await call('POST', `/oauth/authorizations/${granted.body.id}/actions/regenerate-tokens`)
    expect(refused.body.id).toBe('forbidden')
  })

  test('~ is the API key, and nobody sees the authorizations of somebody else', async () => {
    const { body } = await call('GET', '/oauth/authorizations/~')
    expect(body.access_token.token).toMatch(/^[0-9a-f-]{36}$/)
    const token = await bench.grace()
    expect((await call('GET', `/oauth/authorizations/${body.id}`, { token })).status).toBe(404)
    expect((await call('GET', '/oauth/authorizations/~', { token })).body.resource).toBe('authorization')
  })

  test('take a new description', async () => {
    const { body } = await create({ scope: ['read'] })
    const path = `/oauth/authorizations/${body.id}`
    expect((await call('PATCH', path, { body: { description: 'new', client: {} } })).body.description).toBe('new')
    expect((await call('PATCH', path, { body: { description: 'new' } })).body.id).toBe('invalid_params')
  })
})

describe('clients', () => {
  test('are created, changed, given a new secret and deleted by their owner alone', async () => {
    const made = await call('POST', '/oauth/clients', {
      body: { name: 'mine', redirect_uri: 'https://example.com/cb' },
    })
    expect(made.status).toBe(201)
    const path = `/oauth/clients/${made.body.id}`
    expect((await call('PATCH', path, { body: { name: 'ours' } })).body.name).toBe('ours')
    const rotated = await call('POST', `${path}/actions/rotate-credentials`)
    expect(rotated.body.secret).not.toBe(made.body.secret)
    expect((await call('GET', path, { token: await bench.grace() })).status).toBe(404)
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('GET', path)).status).toBe(404)
    expect((await call('GET', '/oauth/clients')).body).toHaveLength(1)
  })
})

describe('tokens of the API host', () => {
  test('a code and then a refresh token are exchanged with status 201, and a session can be ended', async () => {
    const { id, secret } = await bench.sandbox.control.oauthClient()
    const { body } = await create({ client: id, scope: ['global'] })
    expect([body.access_token, typeof body.grant.code]).toEqual([null, 'string'])
    const exchange = (grant: unknown, token?: string) =>
      call('POST', '/oauth/tokens', {
        token: undefined,
        body: { grant, client: { secret }, refresh_token: token ? { token } : {} },
      })
    const first = await exchange({ type: 'authorization_code', code: body.grant.code })
    expect([first.status, first.body.access_token.expires_in]).toEqual([201, 28_799])
    const second = await exchange({ type: 'refresh_token' }, first.body.refresh_token.token)
    expect([second.status, second.body.session.id]).toEqual([201, first.body.session.id])
    const token = second.body.access_token.token
    expect((await call('GET', '/oauth/sessions/~', { token })).body.id).toBe(first.body.session.id)
    expect((await call('DELETE', `/oauth/tokens/${first.body.id}`)).status).toBe(200)
    expect((await call('GET', '/account', { token: first.body.access_token.token })).status).toBe(401)
    expect((await call('GET', '/account', { token })).status).toBe(200)
    expect((await call('DELETE', `/oauth/sessions/${first.body.session.id}`)).status).toBe(200)
    expect((await call('GET', '/account', { token })).status).toBe(401)
    expect((await exchange({ type: 'refresh_token' }, first.body.refresh_token.token)).status).toBe(401)
  })
})
