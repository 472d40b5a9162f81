import { describe, expect, test } from 'vitest'
import { useSandbox } from './harness.ts'

const bench = useSandbox()
const { call } = bench
const path = '/apps/note-g/config-vars'
const patch = (body: unknown, where = path) => call('PATCH', where, { body })
const versions = async () =>
  (await call('GET', '/apps/note-g/releases')).body.map(({ version }: { version: number }) => version)

describe('config vars', () => {
  test('change only where named, null deletes, the answer is the whole config, and one PATCH is one release', async () => {
    expect((await patch({ A: '1', B: '2' })).body).toEqual({ A: '1', B: '2' })
    expect((await patch({ A: null, C: '' })).body).toEqual({ B: '2', C: '' })
    expect((await call('GET', path)).body).toEqual({ B: '2', C: '' })
    expect(await versions()).toEqual([1, 2, 3])
    const latest = await call('GET', '/apps/note-g/releases', { headers: { range: 'version ..; order=desc,max=1' } })
    expect([latest.status, latest.body.length]).toEqual([206, 1])
    expect(latest.body[0]).toMatchObject({ version: 3, status: 'succeeded', current: true })
    expect(latest.body[0].description).toBe('Set C; Remove A config vars')
    expect((await call('GET', '/apps/note-g/releases/2')).body).toMatchObject({ version: 2, current: false })
    expect((await call('GET', '/apps/note-g/releases/9')).status).toBe(404)
  })

  test.each([
    { N: 1 },
    { 'BAD-KEY': 'x' },
    { '': 'x' },
    { __A: 'x' },
    { HEROKU_X: 'x' },
    { A: { b: 1 } },
    ['A'],
    null,
    'text',
  ])('%j is 422 and changes nothing', async (body) => {
    const reply = await patch(body)
    expect([reply.status, reply.body.id]).toEqual([422, 'invalid_params'])
    expect(await versions()).toEqual([1])
  })

  test('a key __proto__ is refused and one named constructor is an ordinary key', async () => {
    const reply = await call('PATCH', path, {
      headers: { 'content-type': 'application/json' },
      body: JSON.parse('{"__proto__":"x"}'),
    })
    expect(reply.status).toBe(422)
    expect((await patch({ constructor: 'x' })).body).toEqual({ constructor: 'x' })
  })

  test('64 kB in all is the limit, or 32 by switch', async () => {
    expect((await patch({ A: 'x'.repeat(64 * 1024 - 1) })).status).toBe(200)
    expect((await patch({ A: 'x'.repeat(64 * 1024) })).body.id).toBe('invalid_params')
    await bench.sandbox.control.setSwitches({ configVarsLimitKb: 32 })
    expect((await patch({ A: 'x'.repeat(32 * 1024) })).body.id).toBe('invalid_params')
  })

  test('a PATCH that changes nothing makes a release, or none by switch', async () => {
    await patch({ A: '1' })
    await patch({ A: '1', GONE: null })
    expect(await versions()).toEqual([1, 2, 3])
    await bench.sandbox.control.setSwitches({ noopPatchReleases: false })
    await patch({ A: '1', GONE: null })
    expect(await versions()).toEqual([1, 2, 3])
  })

  test('settings tell what is masked and what an add-on attached, in 3.sdk alone, where there are any', async () => {
    const where = '/apps/note-g/config-vars-settings'
    const headers = { accept: 'application/vnd.heroku+json; version=3.sdk' }
    await bench.sandbox.control.setApp('note-g', { configVars: { A: '1', URL: 'x' }, addOnKeys: ['URL'] })
    const masking = {
      config: [
        { key: 'A', masked: true },
        { key: 'B', value: '2' },
      ],
    }
    const { body } = await call('PATCH', where, { headers, body: masking })
    expect(body).toMatchObject([
      { key: 'A', value: null, masked: true, attachment: null },
      { key: 'URL', value: 'x', masked: false, masking_supported: false, attachment: { id: expect.any(String) } },
      { key: 'B', value: '2', masked: false },
    ])
    expect(await versions()).toEqual([1, 2])
    const unmask = { config: [{ key: 'A', masked: false }] }
    expect((await call('PATCH', where, { headers, body: unmask })).status).toBe(422)
    expect((await call('PATCH', where, { headers, body: { config: [{ key: 'URL', value: 'y' }] } })).status).toBe(422)
    expect((await call('GET', where)).status).toBe(404)
    await bench.sandbox.control.setSwitches({ configVarsSettings: false })
    expect((await call('GET', where, { headers })).status).toBe(404)
  })

  test('what an add-on owns is refused, or put back by switch', async () => {
    const where = '/apps/difference-engine/config-vars'
    const before = (await call('GET', where)).body
    expect((await patch({ DATABASE_URL: 'mine' }, where)).status).toBe(422)
    await bench.sandbox.control.setSwitches({ addOnVars: 'reset' })
    expect((await patch({ DATABASE_URL: null, X: '1' }, where)).body).toEqual({ ...before, X: '1' })
  })

  test('a masked value is null, absent or clear, by switch', async () => {
    await bench.sandbox.control.setApp('note-g', { configVars: { A: '1', S: 'secret' }, maskedKeys: ['S'] })
    expect((await call('GET', path)).body).toEqual({ A: '1', S: null })
    await bench.sandbox.control.setSwitches({ maskedValues: 'absent' })
    expect((await call('GET', path)).body).toEqual({ A: '1' })
    await bench.sandbox.control.setSwitches({ maskedValues: 'clear' })
    expect((await call('GET', path)).body).toEqual({ A: '1', S: 'secret' })
  })

  test('an account without the capability gets 403 for the config and 200 for the app', async () => {
    await bench.sandbox.control.setApp('note-g', { withoutConfigAccess: ['ada@example.com'] })
    expect((await call('GET', path)).body.id).toBe('forbidden')
    expect((await call('GET', '/apps/note-g')).status).toBe(200)
  })
})

describe('a release phase', () => {
  test('keeps the old values until the release command succeeds', async () => {
    await bench.sandbox.control.setApp('note-g', { configVars: { A: 'old' }, releasePhase: { seconds: 60 } })
    const reply = await patch({ A: 'new' })
    expect(reply.body).toEqual({ A: 'old' })
    expect(reply.headers.get('warning-message')).toMatch(/release command/)
    expect((await call('GET', '/apps/note-g/releases/2')).body).toMatchObject({ status: 'pending', current: false })
    await bench.sandbox.control.moveClock(60)
    expect((await call('GET', path)).body).toEqual({ A: 'new' })
    expect((await call('GET', '/apps/note-g/releases/2')).body).toMatchObject({ status: 'succeeded', current: true })
  })

  test('loses the change when the release command fails', async () => {
    await bench.sandbox.control.setSwitches({ pendingConfigVars: 'new' })
    await bench.sandbox.control.setApp('note-g', {
      configVars: { A: 'old' },
      releasePhase: { seconds: 60, fails: true },
    })
    expect((await patch({ A: 'new' })).body).toEqual({ A: 'new' })
    await bench.sandbox.control.moveClock(61)
    expect((await call('GET', path)).body).toEqual({ A: 'old' })
    expect((await call('GET', '/apps/note-g/releases/2')).body.status).toBe('failed')
    expect((await call('GET', '/apps/note-g/releases/1')).body.current).toBe(true)
  })
})

describe('pipelines', () => {
  test('stage vars are kept apart, and make a release only by switch', async () => {
    const where = '/pipelines/difference/stage/staging/config-vars'
    expect((await patch({ A: '1' }, where)).body).toEqual({ A: '1' })
    expect((await call('GET', where)).body).toEqual({ A: '1' })
    expect((await call('GET', '/pipelines/difference/stage/production/config-vars')).body).toEqual({})
    expect((await call('GET', '/pipelines/difference/stage/moon/config-vars')).status).toBe(404)
    expect((await call('GET', '/apps/difference-engine-staging/releases')).body).toHaveLength(1)
    await bench.sandbox.control.setSwitches({ stageVarsRelease: true })
    await patch({ A: '2' }, where)
    expect((await call('GET', '/apps/difference-engine-staging/releases')).body).toHaveLength(2)
  })

  test('a promotion copies the slug, and the config vars only by switch', async () => {
    const apps = (await call('GET', '/apps')).body
    const id = (name: string) => apps.find((app: { name: string }) => app.name === name).id
    const [pipeline] = (await call('GET', '/pipelines')).body
    const promote = () =>
      call('POST', '/pipeline-promotions', {
        body: {
          pipeline: { id: pipeline.id },
          source: { app: { id: id('difference-engine') } },
          targets: [{ app: { id: id('difference-engine-staging') } }],
        },
      })
    const first = await promote()
    expect([first.status, first.body.status]).toEqual([201, 'completed'])
    const [target] = (await call('GET', `/pipeline-promotions/${first.body.id}/promotion-targets`)).body
    const release = (await call('GET', `/apps/difference-engine-staging/releases/${target.release.id}`)).body
    const source = (await call('GET', '/apps/difference-engine/releases/1')).body
    expect(release.slug.id).toBe(source.slug.id)
    expect((await call('GET', '/apps/difference-engine-staging/config-vars')).body).toEqual({})
    await bench.sandbox.control.setSwitches({ promotionCopiesConfigVars: true })
    await promote()
    expect((await call('GET', '/apps/difference-engine-staging/config-vars')).body).toHaveProperty('LOG_LEVEL')
  })
})
