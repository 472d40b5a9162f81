import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SandboxControl, sandboxControl, startSandbox } from '../src/index.ts'
import { send, useSandbox } from './harness.ts'

const secret = 'a-secret-of-the-control-endpoint'
const bench = useSandbox({ controlSecret: secret, now: Date.now })
const { call } = bench

describe('the control endpoint', () => {
  test('is 404 without a secret of its own, and 401 for any other secret', async () => {
    const closed = await startSandbox()
    for (const token of [secret, undefined, ''])
      expect((await send(closed.url, 'GET', '/_sandbox/requests', { token })).status).toBe(404)
    await closed.close()
    for (const token of [undefined, 'wrong', `${secret}x`, await bench.mint()])
      expect((await send(bench.sandbox.url, 'GET', '/_sandbox/requests', { token })).status).toBe(401)
  })

  test.each([
    ['POST', '/tokens', { scope: ['all'] }],
    ['POST', '/tokens', { colour: 'red' }],
    ['POST', '/tokens', []],
    ['PATCH', '/accounts/ada@example.com', { suspended: 'yes' }],
    ['POST', '/apps', { count: 0 }],
    ['POST', '/faults', { effect: { kind: 'earthquake' } }],
    ['PATCH', '/switches', { expiredTokenStatus: 500 }],
    ['POST', '/clock', { seconds: 'soon' }],
  ])('%s %s with %j is 422 and says why', async (method, path, body) => {
    const reply = await send(bench.sandbox.url, method, `/_sandbox${path}`, { token: secret, body })
    expect([reply.status, reply.body.id]).toEqual([422, 'invalid_params'])
  })

  test.each([
    ['GET', '/nothing', 404],
    ['GET', '/tokens/a/b', 404],
    ['PATCH', '/accounts/nobody@example.com', 404],
    ['DELETE', '/tokens/%E0%A4%A', 400],
  ])('%s %s is %i', async (method, path, status) => {
    expect((await send(bench.sandbox.url, method, `/_sandbox${path}`, { token: secret })).status).toBe(status)
  })

  test.each([
    ['in-process', () => bench.sandbox.control],
    ['over HTTP', () => sandboxControl(bench.sandbox.url, secret)],
  ])('offers the same %s', async (_name, get) => {
    const control: SandboxControl = get()
    const minted = await control.mintToken({
      account: 'grace@example.com',
      shape: 'uuid',
      scope: ['read'],
      expiresIn: 60,
    })
    expect(minted.account).toBe('grace@example.com')
    expect((await call('GET', '/apps', { token: minted.token })).status).toBe(200)
    await control.revokeToken(minted.token)
    expect((await call('GET', '/apps', { token: minted.token })).status).toBe(401)
    await expect(control.revokeToken(minted.token)).rejects.toThrow(/authorization/)
    expect((await control.readyTokens()).length).toBeGreaterThan(8)
    expect((await control.setAccountStatus('ada@example.com', { suspended: true })).suspended).toBe(true)
    expect((await control.accounts()).map(({ suspended }) => suspended)).toEqual([true, false])
    await control.setAccountStatus('ada@example.com', { suspended: false })
    expect(await control.addApps({ count: 3, team: 'analytical-engines', prefix: 'extra' })).toHaveLength(3)
    expect((await control.setApp('note-g', { configVars: { A: '1' } })).name).toBe('note-g')
    expect((await control.setFault({ path: '/apps', effect: { kind: 'html' } })).id).toMatch(/-/)
    expect((await call('GET', '/apps')).status).toBe(502)
    await control.clearFaults()
    expect((await control.requests()).at(-1)).toMatchObject({
      method: 'GET',
      path: '/apps',
      status: 502,
      faults: ['html'],
    })
    await control.clearRequests()
    expect(await control.requests()).toEqual([])
    expect((await control.setSwitches({ refreshTokenRotates: true })).refreshTokenRotates).toBe(true)
    expect((await control.switches()).refreshTokenRotates).toBe(true)
    const { now } = await control.moveClock(86_400)
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(86_000_000)
    const client = await control.setOAuthClient({ redirectUri: 'http://127.0.0.1:9/callback' })
    expect(await control.oauthClient()).toEqual(client)
    await control.reset()
    expect((await control.switches()).refreshTokenRotates).toBe(false)
  })
})

describe('the request log', () => {
  test('records what came and when, and never a secret', async () => {
    const { token } = await bench.sandbox.control.mintToken({ shape: 'uuid' })
    const client = await bench.sandbox.control.oauthClient()
    await bench.sandbox.control.clearRequests()
    await call('PATCH', '/apps/note-g/config-vars', {
      token,
      body: { CANARY_KEY: 'canary-value' },
      headers: { 'x-odd': token },
    })
    await call('DELETE', `/oauth/authorizations/${token}?token=${token}`, { token })
    await call('POST', '/oauth/token', { token, form: { client_secret: client.secret, code: 'canary-code' } })
    await call('GET', '/oauth/authorize?client_id=x&state=canary-state&code=canary-code')
    const log = await bench.sandbox.control.requests()
    expect(log[0]).toMatchObject({
      method: 'PATCH',
      path: '/apps/note-g/config-vars',
      status: 200,
      account: 'ada@example.com',
      bodyBytes: 29,
      bodyFields: ['CANARY_KEY'],
    })
    expect(log[0]?.headers.authorization).toMatch(/^Bearer sha256:[0-9a-f]{12}$/)
    expect(log[0]?.endedAt).toBeGreaterThanOrEqual(log[0]?.startedAt ?? Number.POSITIVE_INFINITY)
    const text = JSON.stringify(log)
    for (const canary of [token, client.secret, 'canary-value', 'canary-code', 'canary-state'])
      expect(text).not.toContain(canary)
  })
})

describe('the state file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('keeps everything across a restart, for its owner alone', async () => {
    const stateFile = join(folder, 'deep', 'state.json')
    const first = await startSandbox({ stateFile })
    const { token } = await first.control.mintToken()
    const body = { A: '1' }
    expect((await send(first.url, 'PATCH', '/apps/note-g/config-vars', { token, body })).status).toBe(200)
    await first.control.moveClock(3600)
    // No close: what was answered is already in the file.
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600)
    const second = await startSandbox({ stateFile })
    expect((await send(second.url, 'GET', '/apps/note-g/config-vars', { token })).body).toEqual(body)
    expect((await second.control.moveClock(0)).now > new Date().toISOString()).toBe(true)
    await first.close()
    await second.close()
  })

  test('takes many writes at once without losing one', async () => {
    const stateFile = join(folder, 'busy.json')
    const sandbox = await startSandbox({ stateFile })
    const { token } = await sandbox.control.mintToken()
    const keys = Array.from({ length: 50 }, (_, n) => `KEY_${n}`)
    const replies = await Promise.all(
      keys.map((key) => send(sandbox.url, 'PATCH', '/apps/note-g/config-vars', { token, body: { [key]: '1' } })),
    )
    expect(replies.every(({ status }) => status === 200)).toBe(true)
    const kept = await readFile(stateFile, 'utf8')
    expect(keys.filter((key) => !kept.includes(`"${key}"`))).toEqual([])
    await sandbox.close()
  })

  test.each(['', '{', '[]', '{"format":2}'])(
    'that holds %j is refused in one sentence and left alone',
    async (text) => {
      const stateFile = join(folder, 'broken.json')
      await writeFile(stateFile, text)
      await expect(startSandbox({ stateFile })).rejects.toThrow(/cannot use its state file .*Move it away/)
      expect(await readFile(stateFile, 'utf8')).toBe(text)
    },
  )
})
