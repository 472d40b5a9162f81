import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConfigSession } from '../config-contract.ts'
import { createHttp } from '../http.ts'
import { createProviders } from '../providers.ts'

describe('the config vars of an app', () => {
  const http = createHttp()
  let sandbox: Sandbox
  let app: { id: string; name: string }
  beforeAll(async () => {
    sandbox = await startSandbox()
    const [made] = await sandbox.control.addApps({ count: 1 })
    if (made === undefined) throw new Error('the sandbox made no app')
    app = made
  })
  afterAll(async () => {
    await http.close()
    await sandbox.close()
  })

  const deadline = () => AbortSignal.timeout(10_000)

  /** What a token of that scope can do, from a provider that has not asked Heroku yet. */
  async function session(scope?: ('read' | 'write-protected')[]): Promise<ConfigSession> {
    const { token } = await sandbox.control.mintToken(scope === undefined ? {} : { scope })
    const providers = createProviders({ HEROKU_API_URL: sandbox.url }, http)
    const { config } = providers.of('heroku').open('auth-token', { authToken: token }).session
    if (config === undefined) throw new Error('the session has no config')
    return config
  }

  const vars = { configVars: { A: '1', URL: 'postgres://x', S: 'masked' }, addOnKeys: ['URL'], maskedKeys: ['S'] }
  const seen = [
    { key: 'A', value: '1', attached: false },
    { key: 'URL', value: 'postgres://x', attached: true },
    { key: 'S', value: null, attached: false },
  ]

  it('are read with what is hidden and what an add-on attached, by two calls', async () => {
    const config = await session()
    await sandbox.control.setApp(app.id, vars)
    await sandbox.control.clearRequests()
    const { release, values } = await config.read(app.id, deadline())
    expect(values).toEqual(seen)
    expect(release).toMatchObject({ version: 1, status: 'succeeded', by: 'ada@example.com' })
    expect(await sandbox.control.requests()).toHaveLength(2)
  })

  it('are read alike where Heroku has no settings of them, by which it asks once', async () => {
    const config = await session()
    await sandbox.control.setApp(app.id, vars)
    await sandbox.control.setSwitches({ configVarsSettings: false })
    expect((await config.read(app.id, deadline())).values).toEqual(seen)
    await sandbox.control.clearRequests()
    expect((await config.read(app.id, deadline())).values).toEqual(seen)
    const paths = (await sandbox.control.requests()).map(({ path }) => path.replace(app.id, 'x'))
    expect(paths).toEqual(['/apps/x/releases', '/apps/x/config-vars', '/apps/x/addons'])
    await sandbox.control.setSwitches({ configVarsSettings: true })
  })

  it('change by one call, which is one release and is waited for where there is a release phase', async () => {
    const config = await session()
    await sandbox.control.setApp(app.id, { configVars: { A: '1', B: '2' }, addOnKeys: [], maskedKeys: [] })
    const { version } = await config.release(app.id, deadline())
    await config.patch(app.id, { A: null, C: '3' }, deadline())
    expect(await config.read(app.id, deadline())).toMatchObject({
      release: { version: version + 1, status: 'succeeded', description: 'Set C; Remove A config vars' },
      values: [{ key: 'B' }, { key: 'C' }],
    })
    await sandbox.control.setApp(app.id, { releasePhase: { seconds: 60, fails: true } })
    await config.patch(app.id, { D: '4' }, deadline())
    expect(await config.release(app.id, deadline())).toMatchObject({ version: version + 2, status: 'pending' })
    await sandbox.control.moveClock(61)
    expect(await config.release(app.id, deadline())).toMatchObject({ version: version + 2, status: 'failed' })
    await sandbox.control.setApp(app.id, { releasePhase: null })
  })

  it('say what is refused, what is gone and what the token may not, apart from failures of Heroku', async () => {
    const config = await session()
    await sandbox.control.setApp(app.id, { configVars: { URL: 'x' }, addOnKeys: ['URL'] })
    const refused = { failure: 'not_accepted', message: expect.stringMatching(/nothing was changed/) }
    await expect(config.patch(app.id, { URL: 'mine', A: '1' }, deadline())).rejects.toMatchObject(refused)
    const none = '00000000-0000-4000-8000-000000000000'
    await expect(config.read(none, deadline())).rejects.toMatchObject({ failure: 'gone' })
    const reader = await session(['read'])
    await expect(reader.read(app.id, deadline())).rejects.toMatchObject({ failure: 'insufficient_scope' })
    await sandbox.control.setFault({ path: '*/config-vars-settings', effect: { kind: 'status', status: 500 } })
    await expect(config.read(app.id, deadline())).rejects.toMatchObject({ failure: 'unavailable' })
  })

  it.each([
    ['LOG_LEVEL', true],
    ['a1', true],
    ['__A', false],
    ['HEROKU_APP', false],
    ['A-B', false],
    ['', false],
    ['É', false],
  ])('have a rule for keys that the sandbox has too: %s', async (key, allowed) => {
    const config = await session()
    await sandbox.control.setApp(app.id, { configVars: {}, addOnKeys: [] })
    expect(createProviders({}, http).of('heroku').config?.takes(key)).toBe(allowed)
    const sent = config.patch(app.id, { [key]: 'x' }, deadline())
    await (allowed ? sent : expect(sent).rejects.toMatchObject({ failure: 'not_accepted' }))
  })
})
