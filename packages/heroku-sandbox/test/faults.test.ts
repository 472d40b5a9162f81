import { describe, expect, test } from 'vitest'
import { startSandbox } from '../src/index.ts'
import { useSandbox } from './harness.ts'

const bench = useSandbox()
const { call } = bench
const create = () => call('POST', '/apps', { body: { name: 'made-anyway' } })
const made = async () => (await call('GET', '/apps/made-anyway')).status === 200

/** What a raw client sees of a GET within a time. */
async function raw(path: string, ms: number) {
  const { token } = await bench.sandbox.control.mintToken()
  const signal = AbortSignal.timeout(ms)
  const headers = { accept: 'application/vnd.heroku+json; version=3', authorization: `Bearer ${token}` }
  const response = await fetch(bench.sandbox.url + path, { headers, signal, redirect: 'manual' })
  return response
}

describe('a fault', () => {
  test('strikes only its method and path, once by default, or n times, or until cleared', async () => {
    const { setFault, clearFaults } = bench.sandbox.control
    await setFault({ method: 'get', path: '/apps/*/config-vars', effect: { kind: 'status', status: 503 } })
    expect((await call('GET', '/apps/note-g')).status).toBe(200)
    expect((await call('PATCH', '/apps/note-g/config-vars', { body: {} })).status).toBe(200)
    expect((await call('GET', '/apps/note-g/config-vars')).status).toBe(503)
    expect((await call('GET', '/apps/note-g/config-vars')).status).toBe(200)
    await setFault({ path: '/account', times: 2, effect: { kind: 'rate-limit', retryAfter: 7 } })
    const limited = await call('GET', '/account')
    expect([limited.status, limited.body.id, limited.headers.get('retry-after')]).toEqual([429, 'rate_limit', '7'])
    expect((await call('GET', '/account')).status).toBe(429)
    expect((await call('GET', '/account')).status).toBe(200)
    await setFault({ times: null, effect: { kind: 'html' } })
    for (let n = 0; n < 5; n++) {
      const page = await call('GET', '/account')
      expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    }
    await clearFaults()
    expect((await call('GET', '/account')).status).toBe(200)
  })

  test('strikes at a rate, the same requests for the same seed', async () => {
    const run = async (seed: number) => {
      await bench.sandbox.control.clearFaults()
      await bench.sandbox.control.setFault({ times: null, rate: 0.3, seed, effect: { kind: 'status', status: 500 } })
      const statuses: number[] = []
      for (let n = 0; n < 100; n++) statuses.push((await call('GET', '/account')).status)
      return statuses
    }
    const first = await run(1)
    const struck = first.filter((status) => status === 500).length
    expect(struck).toBeGreaterThan(15)
    expect(struck).toBeLessThan(45)
    expect(await run(1)).toEqual(first)
    expect(await run(2)).not.toEqual(first)
  })

  test.each(['before', 'after'] as const)('of status %s the effect', async (when) => {
    await bench.sandbox.control.setFault({ path: '/apps', effect: { kind: 'status', status: 500, when } })
    expect((await create()).status).toBe(500)
    expect(await made()).toBe(when === 'after')
  })

  test.each(['before', 'after'] as const)('resets the connection %s the effect', async (when) => {
    await bench.sandbox.control.setFault({ path: '/apps', effect: { kind: 'reset', when } })
    await expect(create()).rejects.toThrow()
    expect(await made()).toBe(when === 'after')
  })

  test.each(['before', 'after'] as const)('hangs %s the effect until the client gives up', async (when) => {
    await bench.sandbox.control.setFault({ path: '/apps/note-g', effect: { kind: 'hang', when } })
    await expect(raw('/apps/note-g', 150)).rejects.toThrow(/timeout/i)
  })

  test('delays an answer', async () => {
    await bench.sandbox.control.setFault({ effect: { kind: 'latency', ms: 200 } })
    const begin = performance.now()
    expect((await call('GET', '/account')).status).toBe(200)
    expect(performance.now() - begin).toBeGreaterThan(195)
  })

  test('answers broken JSON, JSON of another shape, or a redirect', async () => {
    const { setFault } = bench.sandbox.control
    await setFault({ effect: { kind: 'wrong-json' } })
    await expect(call('GET', '/account')).rejects.toThrow(SyntaxError)
    await setFault({ effect: { kind: 'wrong-json', body: '[]' } })
    expect((await call('GET', '/account')).body).toEqual([])
    await setFault({ effect: { kind: 'redirect', location: 'http://192.0.2.1/' } })
    const reply = await call('GET', '/account')
    expect([reply.status, reply.headers.get('location')]).toEqual([302, 'http://192.0.2.1/'])
  })

  test.each([{ kind: 'endless-body' } as const, { kind: 'drip', ms: 5 } as const])(
    'sends a body without an end: $kind',
    async (effect) => {
      await bench.sandbox.control.setFault({ effect })
      const response = await raw('/account', 300)
      expect(response.status).toBe(200)
      await expect(response.text()).rejects.toThrow(/timeout/i)
      expect((await call('GET', '/account')).status).toBe(200)
    },
  )

  test('lets the clock jump', async () => {
    const { token } = await bench.sandbox.control.mintToken({ expiresIn: 60 })
    await bench.sandbox.control.setFault({ path: '/apps', effect: { kind: 'clock-jump', seconds: 3600 } })
    expect((await call('GET', '/account', { token })).status).toBe(200)
    expect((await call('GET', '/apps', { token })).status).toBe(401)
  })

  test('on /oauth/token after the effect loses a rotated refresh token', async () => {
    await bench.sandbox.control.setSwitches({ refreshTokenRotates: true, refreshTokenReuse: 'refused' })
    const { id, secret } = await bench.sandbox.control.oauthClient()
    const granted = await call('POST', '/oauth/authorizations', { body: { client: id, scope: ['global'] } })
    const form = { client_secret: secret, code: granted.body.grant.code }
    const { refresh_token } = (await call('POST', '/oauth/token', { form })).body
    const refresh = () =>
      call('POST', '/oauth/token', { form: { client_secret: secret, grant_type: 'refresh_token', refresh_token } })
    await bench.sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'reset', when: 'after' } })
    await expect(refresh()).rejects.toThrow()
    expect((await refresh()).status).toBe(401)
  })

  test('that hangs does not keep the sandbox from closing', async () => {
    const other = await startSandbox()
    await other.control.setFault({ effect: { kind: 'hang' } })
    const pending = fetch(`${other.url}/account`).catch(() => 'cut')
    await new Promise((resolve) => setTimeout(resolve, 50))
    await other.close()
    expect(await pending).toBe('cut')
  })
})
