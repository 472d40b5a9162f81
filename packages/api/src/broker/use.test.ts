import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { insertGrant } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { singleConnectionSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'
import { membershipOf } from '../access/callers.ts'
import { newSubject } from '../audit/subject.ts'
import { type Person, publicError } from '../index.ts'
import { type UseRequest, use } from './use.ts'

const none: Readonly<Record<string, string | string[] | undefined>> = {}

describe.each(engines)('the use of a connection on %s with the sandbox', (engine) => {
  const test = useServices(engine)
  let token: string
  let admin: Person
  let holder: Person
  let connectionId: string
  let organization: Awaited<ReturnType<typeof newOrganization>>
  const apps = new Map<string, string>()

  beforeAll(async () => {
    const { services, sandbox } = test()
    organization = await newOrganization(services)
    admin = await organization.person({ organization: 'admin' })
    holder = await organization.person({ organization: 'member' })
    token = (await sandbox.control.mintToken({ shape: 'long' })).token
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    connectionId = singleConnectionSchema.parse(await call(services, admin, 'appConnections.create', input)).id
    for (const name of ['note-g', 'punched-cards']) {
      const configVars = { A: '1', B_URL: '2', SECRET: 'three' }
      apps.set(name, (await sandbox.control.setApp(name, { configVars })).id)
    }
  })

  const idOf = (name: string) => apps.get(name) ?? ''

  /** Grants the holder these actions alone, on apps of these names. */
  async function grant(actions: string[], { on, keys }: { on?: string[]; keys?: string[] } = {}): Promise<string> {
    const { db } = test().services
    await db.deleteFrom('grants').where('org_id', '=', organization.id).execute()
    const id = randomUUID()
    await insertGrant(db, {
      id,
      org_id: organization.id,
      connection_id: connectionId,
      person_id: holder.id,
      makers: [admin.id],
      actions,
      resources: on === undefined ? null : JSON.stringify(on.map((name) => ({ id: idOf(name), name }))),
      keys: keys ?? null,
    })
    return id
  }

  async function ask(method: string, target: string, more: Partial<UseRequest> = {}) {
    const { services, sandbox } = test()
    await sandbox.control.clearRequests()
    const info = { reqId: randomUUID(), address: '192.0.2.1', userAgent: 'test', organizationId: organization.id }
    const ctx = {
      services,
      request: { ...info, endpoint: null, admitted: true },
      actor: holder,
      member: membershipOf(holder, organization.id),
      subject: newSubject(),
    }
    const request = { app: 'heroku' as const, connectionId, method, target, headers: {}, body: null }
    try {
      const answer = await use(ctx, { ...request, signal: new AbortController().signal, ...more })
      const chunks: Buffer[] = []
      for await (const chunk of answer.body) chunks.push(Buffer.from(chunk))
      const text = Buffer.concat(chunks).toString('utf8')
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        json: json(text),
        code: undefined,
        sent: await sent(),
      }
    } catch (error) {
      const { body } = publicError(error, 'req-1')
      return { status: body.statusCode, headers: none, text: '', json: undefined, code: body.code, sent: await sent() }
    }
  }

  /** What reached the platform, without what the service asks for its own sake. */
  const sent = async () => (await test().sandbox.control.requests()).map(({ method, path }) => `${method} ${path}`)
  const body = (value: unknown) => ({
    body: Readable.from([Buffer.from(JSON.stringify(value))]),
    headers: { 'content-type': 'application/json' },
  })

  it('is nothing without a grant, and nothing is sent', async () => {
    await test().services.db.deleteFrom('grants').execute()
    for (const [method, target] of [
      ['GET', '/apps'],
      ['GET', '/account'],
      ['GET', `/apps/${idOf('note-g')}/config-vars`],
      ['DELETE', `/apps/${idOf('note-g')}`],
    ] as const) {
      expect(await ask(method, target)).toMatchObject({ status: 403, code: 'notGranted', sent: [] })
    }
  })

  it('reads what is granted with the credential put in, by id or by name', async () => {
    await grant(['config-vars:read'], { on: ['note-g'] })
    const byId = await ask('GET', `/apps/${idOf('note-g')}/config-vars`)
    expect(byId).toMatchObject({ status: 200, json: { A: '1', B_URL: '2', SECRET: 'three' } })
    expect(byId.headers['request-id']).toBeDefined()
    const byName = await ask('GET', '/apps/note-g/config-vars')
    expect(byName).toMatchObject({ status: 200, sent: ['GET /apps/note-g', `GET /apps/${idOf('note-g')}/config-vars`] })
    expect(await ask('GET', '/apps/punched-cards/config-vars')).toMatchObject({
      status: 403,
      code: 'notGranted',
      sent: ['GET /apps/punched-cards'],
    })
    expect(await ask('GET', '/apps/there-is-none/config-vars')).toMatchObject({ status: 403, code: 'notGranted' })
  })

  it('shows granted values alone, and every name', async () => {
    await grant(['config-vars:read'], { on: ['note-g'], keys: ['B_*'] })
    const answer = await ask('GET', '/apps/note-g/config-vars')
    expect(answer.json).toEqual({ A: null, B_URL: '2', SECRET: null })
    const again = await ask('GET', '/apps/note-g/config-vars', {
      headers: { 'if-none-match': String(answer.headers.etag) },
    })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  it('writes granted values alone, and shows of the others their names', async () => {
    await grant(['config-vars:write'], { on: ['note-g'], keys: ['A', 'NEW_*'] })
    const path = '/apps/note-g/config-vars'
    expect((await ask('PATCH', path, body({ A: '9', NEW_ONE: 'x' }))).json).toEqual({
      A: '9',
      B_URL: null,
      NEW_ONE: 'x',
      SECRET: null,
    })
    for (const outside of [{ SECRET: null }, { SECRET: 'null' }, { SECRET: 'three' }, { A: '8', B_URL: '3' }]) {
      const refused = await ask('PATCH', path, body(outside))
      expect(refused).toMatchObject({ status: 403, code: 'keysNotGranted' })
      expect(refused.sent.filter((each) => each.startsWith('PATCH'))).toEqual([])
    }
    expect(await ask('PATCH', path, { body: Readable.from([Buffer.from('{"A":1}')]) })).toMatchObject({
      status: 400,
      code: 'unusableValues',
    })
    expect(await ask('GET', '/apps/note-g/releases')).toMatchObject({ status: 200 })
    expect(await ask('GET', path)).toMatchObject({ status: 403 })
  })

  it('sends only what changes, where a caller who may read all sends all', async () => {
    await grant(['config-vars:write', 'config-vars:read'], { on: ['punched-cards'], keys: ['A'] })
    const { db } = test().services
    const extra = { org_id: organization.id, connection_id: connectionId, person_id: holder.id, makers: [admin.id] }
    await insertGrant(db, { ...extra, id: randomUUID(), actions: ['config-vars:read'], resources: null, keys: null })
    const edited = { A: '7', B_URL: '2', SECRET: 'three' }
    const answer = await ask('PATCH', '/apps/punched-cards/config-vars', body(edited))
    expect(answer).toMatchObject({ status: 200, json: edited })
    const [patch] = (await test().sandbox.control.requests()).filter(({ method }) => method === 'PATCH')
    expect(patch?.bodyFields).toEqual(['A'])
  })

  it('lists the granted apps alone, from every page, and says of the account who it is', async () => {
    await test().sandbox.control.addApps({ count: 1_100, prefix: 'many' })
    await grant(['apps:read'], { on: ['note-g', 'punched-cards'] })
    const list = await ask('GET', '/users/~/apps')
    const names = (rows: unknown) => (Array.isArray(rows) ? rows.map(({ name }) => name).sort() : [])
    expect([list.status, names(list.json)]).toEqual([200, ['note-g', 'punched-cards']])
    expect(list.headers['next-range']).toBeUndefined()
    expect(list.sent.length).toBeGreaterThan(1)
    const account = await ask('GET', '/account')
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
    await grant(['apps:read', 'config-vars:read'])
    expect(await ask(method, target)).toMatchObject({ status, code, sent: [] })
  })

  it('passes the platform’s own refusals, and takes the credential out of what it echoes', async () => {
    await grant(['apps:read'])
    const { control } = test().sandbox
    const echo = {
      kind: 'status',
      status: 422,
      message: `Bad ${token}`,
      headers: { 'x-echo': token },
      when: 'before',
    } as const
    await control.setFault({ path: '*', times: null, effect: echo })
    const answer = await ask('GET', '/apps/note-g')
    await control.clearFaults()
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Bad ***')
    expect(JSON.stringify(answer)).not.toContain(token)
    await test().services.afterwards.settled()
    expect((await eventsOf(test().services, organization.id)).at(-1)).toMatchObject({
      action: 'appConnections.use',
      outcome: 'failed',
      detail: { status: 422, scrubbed: true, route: 'GET /apps/{app}' },
    })
  })

  it('leaves two events, the second of which names the first', async () => {
    const id = await grant(['apps:read'], { on: ['note-g'] })
    await ask('GET', '/apps/note-g')
    await test().services.afterwards.settled()
    const [attempted, ended] = (await eventsOf(test().services, organization.id)).slice(-2)
    const facts = { action: 'apps:read', route: 'GET /apps/{app}', grants: [id], resource: idOf('note-g') }
    expect(attempted).toMatchObject({ action: 'appConnections.use', outcome: 'attempted', detail: facts })
    expect(ended).toMatchObject({ outcome: 'success', detail: { ...facts, status: 200, whole: true, scrubbed: false } })
    expect(JSON.stringify([attempted, ended])).not.toContain('note-g"')
  })

  it('rolls back to a release, and deploys nothing else with that right', async () => {
    await grant(['releases:rollback'], { on: ['note-g'] })
    const path = '/apps/note-g/releases'
    const slug = await ask('POST', path, body({ slug: '0f1e2d3c-0000-4000-8000-000000000001' }))
    expect(slug).toMatchObject({ status: 400, code: 'unusableFields' })
    expect(slug.sent.filter((each) => each.startsWith('POST'))).toEqual([])
    expect((await ask('POST', path, body({ release: '1' }))).code).toBeUndefined()
  })

  it('ends within a second of its grant, while bodies run', async () => {
    const id = await grant(['apps:create'])
    const { services } = test()
    let given = 0
    const slow = new Readable({
      read() {
        setTimeout(() => this.push(given++ === 0 ? '{"name":"' : 'x'), 50)
      },
    })
    const asked = ask('POST', '/apps', { body: slow, headers: { 'content-type': 'application/json' } })
    await expect.poll(() => given).toBeGreaterThan(2)
    const before = Date.now()
    await services.db.updateTable('grants').set({ ended_at: new Date() }).where('id', '=', id).execute()
    expect(await asked).toMatchObject({ status: 502 })
    // A second by design; the rest is for a busy machine.
    expect(Date.now() - before).toBeLessThan(10_000)
    slow.destroy()
  })

  it('counts its uses, and ends with the last one', async () => {
    const id = await grant(['apps:read'], { on: ['note-g'] })
    const { db } = test().services
    await db.updateTable('grants').set({ uses_left: 2 }).where('id', '=', id).execute()
    const statuses = [
      await ask('GET', '/apps/note-g'),
      await ask('GET', '/apps/note-g'),
      await ask('GET', '/apps/note-g'),
    ]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 403])
  })
})

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
