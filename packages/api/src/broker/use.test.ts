import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { insertGrant } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { jsonBody, useUses } from '../../test/uses.ts'

describe.each(engines)('the use of a connection on %s with the sandbox', (engine) => {
  const test = useUses(engine)

  it('is nothing without a grant, and nothing is sent', async () => {
    await test().services.db.deleteFrom('grants').execute()
    for (const [method, target] of [
      ['GET', '/apps'],
      ['GET', '/account'],
      ['GET', `/apps/${test().idOf('note-g')}/config-vars`],
      ['DELETE', `/apps/${test().idOf('note-g')}`],
    ] as const) {
      expect(await test().ask(method, target)).toMatchObject({ status: 403, code: 'notGranted', sent: [] })
    }
  })

  it('reads what is granted with the credential put in, by id or by name', async () => {
    await test().grant(['config-vars:read'], { on: ['note-g'] })
    const byId = await test().ask('GET', `/apps/${test().idOf('note-g')}/config-vars`)
    expect(byId).toMatchObject({ status: 200, json: { A: '1', B_URL: '2', SECRET: 'three' } })
    expect(byId.headers['request-id']).toBeDefined()
    const byName = await test().ask('GET', '/apps/note-g/config-vars')
    expect(byName).toMatchObject({
      status: 200,
      sent: ['GET /apps/note-g', `GET /apps/${test().idOf('note-g')}/config-vars`],
    })
    expect(await test().ask('GET', '/apps/punched-cards/config-vars')).toMatchObject({
      status: 403,
      code: 'notGranted',
      sent: ['GET /apps/punched-cards'],
    })
    expect(await test().ask('GET', '/apps/there-is-none/config-vars')).toMatchObject({
      status: 403,
      code: 'notGranted',
    })
  })

  it('shows granted values alone, and every name', async () => {
    await test().grant(['config-vars:read'], { on: ['note-g'], keys: ['B_*'] })
    const answer = await test().ask('GET', '/apps/note-g/config-vars')
    expect(answer.json).toEqual({ A: null, B_URL: '2', SECRET: null })
    const again = await test().ask('GET', '/apps/note-g/config-vars', {
      headers: { 'if-none-match': String(answer.headers.etag) },
    })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  it('writes granted values alone, and shows of the others their names', async () => {
    await test().grant(['config-vars:write'], { on: ['note-g'], keys: ['A', 'NEW_*'] })
    const path = '/apps/note-g/config-vars'
    expect((await test().ask('PATCH', path, jsonBody({ A: '9', NEW_ONE: 'x' }))).json).toEqual({
      A: '9',
      B_URL: null,
      NEW_ONE: 'x',
      SECRET: null,
    })
    for (const outside of [{ SECRET: null }, { SECRET: 'null' }, { SECRET: 'three' }, { A: '8', B_URL: '3' }]) {
      const refused = await test().ask('PATCH', path, jsonBody(outside))
      expect(refused).toMatchObject({ status: 403, code: 'keysNotGranted' })
      expect(refused.sent.filter((each) => each.startsWith('PATCH'))).toEqual([])
    }
    expect(await test().ask('PATCH', path, { body: Readable.from([Buffer.from('{"A":1}')]) })).toMatchObject({
      status: 400,
      code: 'unusableValues',
    })
    expect(await test().ask('GET', '/apps/note-g/releases')).toMatchObject({ status: 200 })
    expect(await test().ask('GET', path)).toMatchObject({ status: 403 })
  })

  it('sends only what changes, where a caller who may read all sends all', async () => {
    await test().grant(['config-vars:write', 'config-vars:read'], { on: ['punched-cards'], keys: ['A'] })
    const { db } = test().services
    const extra = {
      org_id: test().orgId,
      connection_id: test().connectionId,
      person_id: test().holder.id,
      makers: [test().admin.id],
    }
    await insertGrant(db, { ...extra, id: randomUUID(), actions: ['config-vars:read'], resources: null, keys: null })
    const edited = { A: '7', B_URL: '2', SECRET: 'three' }
    const answer = await test().ask('PATCH', '/apps/punched-cards/config-vars', jsonBody(edited))
    expect(answer).toMatchObject({ status: 200, json: edited })
    const [patch] = (await test().sandbox.control.requests()).filter(({ method }) => method === 'PATCH')
    expect(patch?.bodyFields).toEqual(['A'])
  })

  it('lists the granted apps alone, from every page, and says of the account who it is', async () => {
    await test().sandbox.control.addApps({ count: 1_100, prefix: 'many' })
    await test().grant(['apps:read'], { on: ['note-g', 'punched-cards'] })
    const list = await test().ask('GET', '/users/~/apps')
    const names = (rows: unknown) => (Array.isArray(rows) ? rows.map(({ name }) => name).sort() : [])
    expect([list.status, names(list.json)]).toEqual([200, ['note-g', 'punched-cards']])
    expect(list.headers['next-range']).toBeUndefined()
    expect(list.sent.length).toBeGreaterThan(1)
    const head = await test().ask('HEAD', '/users/~/apps')
    expect(head.status).toBeLessThan(300)
    for (const name of ['content-range', 'next-range', 'etag']) expect(head.headers).not.toHaveProperty(name)
    const account = await test().ask('GET', '/account')
    expect(Object.keys(Object(account.json)).sort()).toEqual(['email', 'id', 'name'])
  })

  it.each([
    ['GET', '/apps/../account', 400, 'unclearAddress'],
    ['GET', '/apps/%2e%2e/account', 400, 'unclearAddress'],
    ['GET', '/apps//note-g', 400, 'unclearAddress'],
    ['GET', '/apps/note-g%2Fconfig-vars', 400, 'unclearAddress'],
    ['GET', '/nothing/here', 404, 'unknownRoute'],
    ['PUT', '/apps/note-g', 405, 'wrongRouteVerb'],
    ['GET', '/teams/apps/apps', 400, 'ambiguousRoute'],
  ])('refuses %s %s with %i and sends nothing', async (method, target, status, code) => {
    await test().grant(['apps:read', 'config-vars:read'])
    expect(await test().ask(method, target)).toMatchObject({ status, code, sent: [] })
  })

  it('passes the platform’s own refusals, and takes the credential out of what it echoes', async () => {
    await test().grant(['apps:read'])
    const { control } = test().sandbox
    const echo = {
      kind: 'status',
      status: 422,
      message: `Bad ${test().token}`,
      headers: { 'x-echo': test().token },
      when: 'before',
    } as const
    await control.setFault({ path: '*', times: null, effect: echo })
    const answer = await test().ask('GET', '/apps/note-g')
    await control.clearFaults()
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Bad ***')
    expect(JSON.stringify(answer)).not.toContain(test().token)
    expect((await test().events()).at(-1)).toMatchObject({
      action: 'appConnections.use',
      outcome: 'failed',
      detail: { status: 422, scrubbed: true, route: 'GET /apps/{app}' },
    })
  })

  it.each(['zstd', 'gzip, gzip', 'gzip, br'])(
    'passes nothing that is packed as %s, which nobody asked for',
    async (packing) => {
      await test().grant(['apps:read'])
      const { control } = test().sandbox
      const effect = { kind: 'status', status: 422, headers: { 'content-encoding': packing }, when: 'before' } as const
      await control.setFault({ path: '*', times: null, effect })
      const answer = await test().ask('GET', '/apps/note-g')
      await control.clearFaults()
      expect(answer).toMatchObject({ status: 502, code: 'platformUnusable', text: '' })
      expect((await test().events()).at(-1)).toMatchObject({ detail: { status: 422, ending: 'platform unusable' } })
    },
  )

  it('leaves two events, the second of which names the first', async () => {
    const id = await test().grant(['apps:read'], { on: ['note-g'] })
    await test().ask('GET', `/apps/${test().idOf('note-g')}`)
    const [attempted, ended] = (await test().events()).slice(-2)
    const facts = { action: 'apps:read', route: 'GET /apps/{app}', grants: [id], resource: test().idOf('note-g') }
    expect(attempted).toMatchObject({ action: 'appConnections.use', outcome: 'attempted', detail: facts })
    expect(ended).toMatchObject({
      outcome: 'success',
      detail: { ...facts, status: 200, ending: 'whole', scrubbed: false },
    })
    expect(JSON.stringify([attempted, ended])).not.toContain('note-g"')
  })

  it('rolls back to a release, and deploys nothing else with that right', async () => {
    await test().grant(['releases:rollback'], { on: ['note-g'] })
    const path = '/apps/note-g/releases'
    const slug = await test().ask('POST', path, jsonBody({ slug: '0f1e2d3c-0000-4000-8000-000000000001' }))
    expect(slug).toMatchObject({ status: 400, code: 'unusableFields' })
    expect(slug.sent.filter((each) => each.startsWith('POST'))).toEqual([])
    expect((await test().ask('POST', path, jsonBody({ release: '1' }))).code).toBeUndefined()
  })

  it('ends within a second of its grant, while bodies run', async () => {
    const id = await test().grant(['apps:create'])
    const { services } = test()
    let given = 0
    const slow = new Readable({
      read() {
        setTimeout(() => this.push(given++ === 0 ? '{"name":"' : 'x'), 50)
      },
    })
    const asked = test().ask('POST', '/apps', { body: slow, headers: { 'content-type': 'application/json' } })
    await expect.poll(() => given).toBeGreaterThan(2)
    const before = Date.now()
    await services.db.updateTable('grants').set({ ended_at: new Date() }).where('id', '=', id).execute()
    expect(await asked).toMatchObject({ status: 403, code: 'useEnded' })
    // A second by design; the rest is for a busy machine.
    expect(Date.now() - before).toBeLessThan(10_000)
    slow.destroy()
  })

  it('counts its uses, and ends with the last one', async () => {
    const id = await test().grant(['apps:read'], { on: ['note-g'] })
    const { db } = test().services
    await db.updateTable('grants').set({ uses_left: 2 }).where('id', '=', id).execute()
    const statuses = [
      await test().ask('GET', '/apps/note-g'),
      await test().ask('GET', '/apps/note-g'),
      await test().ask('GET', '/apps/note-g'),
    ]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 403])
  })
})
