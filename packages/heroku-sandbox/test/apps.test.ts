import { describe, expect, test } from 'vitest'
import { useSandbox } from './harness.ts'

const bench = useSandbox()
const { call } = bench

const names = (body: { name: string }[]) => body.map(({ name }) => name)

describe('lists in ranges', () => {
  test('1,203 apps are walked page by page without loss or repeat, in both orders and any size', async () => {
    await bench.sandbox.control.addApps({ account: 'grace@example.com', count: 1200 })
    const token = await bench.grace()
    const expected = names(
      (await call('GET', '/users/~/apps', { token, headers: { range: 'name ..; max=1000' } })).body,
    )
    expect(expected).toHaveLength(1000)
    for (const start of [
      undefined,
      'name ..; max=177',
      'name ..; order=desc,max=1000',
      'id ..; max=1000, order=desc',
    ]) {
      const seen: string[] = []
      let range: string | null | undefined = start
      do {
        const page = await call('GET', '/users/~/apps', { token, headers: range ? { range } : {} })
        seen.push(...names(page.body))
        range = page.headers.get('next-range')
        expect(page.status).toBe(range === null ? 200 : 206)
      } while (range)
      expect([start, seen.length, new Set(seen).size]).toEqual([start, 1203, 1203])
    }
  })

  test('200 come unless asked for, and the headers say what there is', async () => {
    await bench.sandbox.control.addApps({ count: 250 })
    const page = await call('GET', '/apps')
    expect([page.status, page.body.length]).toEqual([206, 200])
    expect(page.headers.get('accept-ranges')).toBe('id, name')
    expect(page.headers.get('content-range')).toBe(`id ${page.body[0].id}..${page.body[199].id}`)
    await bench.sandbox.control.setSwitches({ rangeHeaders: false })
    expect((await call('GET', '/apps')).headers.get('accept-ranges')).toBeNull()
  })

  test.each([
    'bytes=0-',
    'id',
    'colour ..',
    '__proto__ ..',
    'id ..; max=0',
    'id ..; max=1001',
    'id ..; max=x',
    'id ..; sort=asc',
  ])('the range %j is 416', async (range) => {
    const reply = await call('GET', '/apps', { headers: { range } })
    expect([reply.status, reply.body.id]).toEqual([416, 'requested_range_not_satisfiable'])
  })

  test('a start, an exclusive start and an end narrow the list', async () => {
    const list = async (range: string) => names((await call('GET', '/users/~/apps', { headers: { range } })).body)
    expect(await list('name difference-engine-staging..')).toEqual([
      'difference-engine-staging',
      'note-g',
      'punched-cards',
    ])
    expect(await list('name ]difference-engine-staging..')).toEqual(['note-g', 'punched-cards'])
    expect(await list('name note-g..note-g')).toEqual(['note-g'])
  })
})

describe('which apps one sees', () => {
  test('/apps holds own, shared and team apps; /users/~/apps only those one is on', async () => {
    const token = await bench.grace()
    const all = names((await call('GET', '/apps', { token })).body).sort()
    expect(all).toEqual(['engine-room', 'engine-room-docs', 'flow-matic', 'mark-one', 'note-g'])
    const own = names((await call('GET', '/users/grace@example.com/apps', { token })).body).sort()
    expect(own).toEqual(['flow-matic', 'mark-one', 'note-g'])
    expect((await call('GET', '/users/ada@example.com/apps', { token })).status).toBe(403)
    expect((await call('GET', '/users/nobody/apps', { token })).status).toBe(404)
  })

  test('an app of somebody else is 403, one that does not exist 404 with its resource', async () => {
    const foreign = await call('GET', '/apps/flow-matic')
    expect([foreign.status, foreign.body.id]).toEqual([403, 'forbidden'])
    const missing = await call('GET', '/apps/no-such-app')
    expect([missing.status, missing.body.id, missing.body.resource]).toEqual([404, 'not_found', 'app'])
  })

  test('teams, their apps and pipelines with their couplings are readable', async () => {
    const [team] = (await call('GET', '/teams')).body
    expect(team).toMatchObject({ name: 'analytical-engines', role: 'admin', default: true })
    expect(names((await call('GET', `/teams/${team.id}/apps`)).body).sort()).toEqual([
      'engine-room',
      'engine-room-docs',
    ])
    const [pipeline] = (await call('GET', '/pipelines')).body
    const couplings = (await call('GET', `/pipelines/${pipeline.name}/pipeline-couplings`)).body
    expect(couplings.map(({ stage }: { stage: string }) => stage).sort()).toEqual(['production', 'staging'])
    expect((await call('GET', '/apps/difference-engine/pipeline-couplings')).body.stage).toBe('production')
    expect((await call('GET', '/apps/note-g/pipeline-couplings')).status).toBe(404)
    expect((await call('GET', '/pipelines', { token: await bench.grace() })).body).toEqual([])
  })
})

describe('an app', () => {
  test('is renamed without changing its id, and is found by both', async () => {
    const { body } = await call('POST', '/apps', { body: { name: 'first-name' } })
    await call('PATCH', '/apps/first-name', { body: { name: 'second-name' } })
    expect((await call('GET', '/apps/second-name')).body.id).toBe(body.id)
    expect((await call('GET', `/apps/${body.id}`)).body.name).toBe('second-name')
    expect((await call('GET', '/apps/first-name')).status).toBe(404)
    expect((await call('DELETE', '/apps/second-name')).status).toBe(200)
    expect((await call('GET', `/apps/${body.id}`)).status).toBe(404)
  })

  test.each([{ name: 'UPPER' }, { name: 'a' }, { name: 'note-g' }, { name: 5 }, [], 'x', null])(
    'cannot be created from %j',
    async (body) => expect((await call('POST', '/apps', { body })).body.id).toBe('invalid_params'),
  )

  test('shows its generation as an object in version 3 and as a string in 3.sdk', async () => {
    expect((await call('GET', '/apps/note-g')).body.generation.name).toBe('cedar')
    const headers = { accept: 'application/vnd.heroku+json; version=3.sdk' }
    expect((await call('GET', '/apps/note-g', { headers })).body.generation).toBe('cedar')
  })
})
