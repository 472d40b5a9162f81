import { randomUUID } from 'node:crypto'
import { insertGrant } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { errorBodySchema, singleConnectionSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Admin, newMachine, setUp } from './admin.ts'
import type { Request } from './http.ts'
import { dataOf, useServer } from './running-server.ts'

describe.each(engines)('requests that are sent on, on %s with the sandbox', (engine) => {
  const server = useServer({ engine })
  let admin: Admin
  let machine: { id: string; token: string }
  let connectionId: string
  let token: string

  beforeAll(async () => {
    admin = await setUp(server())
    machine = await newMachine(server(), admin, 'member')
    token = await server().mint()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    const made = dataOf(await admin.mutate('appConnections.create', input))
    connectionId = singleConnectionSchema.parse(made).id
  })

  async function grant(actions: string[], keys: string[] | null = null): Promise<void> {
    const { kysely: db } = server().database
    await db.deleteFrom('grants').execute()
    const makers = [admin.personId]
    const grant = {
      id: randomUUID(),
      org_id: admin.orgId,
      connection_id: connectionId,
      identity_id: machine.id,
      makers,
    }
    await insertGrant(db, { ...grant, actions, resources: null, keys })
  }

  const at = (target: string) => `/api/v1/app-connections/heroku/${connectionId}/proxy${target}`
  const ask = (method: string, target: string, more: Request = {}) =>
    server().call(method, at(target), { token: machine.token, ...more })

  it('are answered as the platform answers them', async () => {
    await grant(['apps:read', 'config-vars:read', 'config-vars:write', 'catalog:read'])
    const list = await ask('GET', '/apps')
    expect(list.status).toBe(200)
    expect(list.headers.get('x-request-id')).toMatch(/./)
    expect(list.headers.get('request-id')).toMatch(/./)
    expect(list.headers.get('ratelimit-remaining')).toMatch(/^\d+$/)
    const [app] = z.array(z.object({ id: z.uuid(), name: z.string() })).parse(list.body)
    expect((await ask('HEAD', `/apps/${app?.id}`)).status).toBe(200)
    const page = await ask('GET', '/apps', { headers: { range: 'name ..; max=2' } })
    expect([page.status, page.headers.get('next-range') !== null]).toEqual([206, true])
    const tag = String((await ask('GET', `/apps/${app?.id}`)).headers.get('etag'))
    const unchanged = await ask('GET', `/apps/${app?.id}`, { headers: { 'if-none-match': tag } })
    expect([unchanged.status, unchanged.text]).toEqual([304, ''])
    const set = await ask('PATCH', `/apps/${app?.name}/config-vars`, { body: { PROXIED: 'yes' } })
    expect(set).toMatchObject({ status: 200, body: { PROXIED: 'yes' } })
    expect(await ask('GET', '/apps/there-is-none')).toMatchObject({ status: 404, body: { id: 'not_found' } })
  })

  it.each([
    ['no grant', 'DELETE', '/apps/note-g', 403, 'forbidden', 'notGranted'],
    ['no such route', 'GET', '/nothing', 404, 'not_found', 'unknownRoute'],
    ['a path that is encoded twice', 'GET', '/apps/a%252fb', 400, 'bad_request', 'unclearAddress'],
    ['an encoded slash', 'GET', '/apps/a%2fb', 400, 'bad_request', 'unclearAddress'],
    ['a slash at the end', 'GET', '/apps/', 400, 'bad_request', 'unclearAddress'],
  ])('are refused with our fields and the platform’s id: %s', async (_, method, target, status, id, code) => {
    await grant(['apps:read'])
    const answer = await ask(method, target)
    expect(errorBodySchema.parse(answer.body)).toMatchObject({ statusCode: status, code })
    expect(answer.body).toMatchObject({ id })
    expect(answer.headers.get('x-app-connections')).toBe(status === 403 ? 'denied' : null)
  })

  it('are refused before anything is looked at without a token, and as unknown to another organization’s', async () => {
    const nobody = await server().call('GET', at('/apps'))
    expect(nobody).toMatchObject({ status: 401, body: { id: 'unauthorized', error: 'UnauthorizedError' } })
    const outsider = await newMachine(server(), admin, 'no-access')
    const hidden = await server().call('GET', at('/apps'), { token: outsider.token })
    expect(hidden).toMatchObject({ status: 404, body: { id: 'not_found', code: 'unknownConnection' } })
  })

  it('of an app that nobody uses so are refused in a sentence', async () => {
    const path = `/api/v1/app-connections/render/${connectionId}/proxy/services`
    expect((await server().call('GET', path, { token: machine.token })).status).toBe(400)
    expect((await server().call('GET', at('').replace('heroku', 'nobody'), { token: machine.token })).status).toBe(404)
  })

  it('are stored by nobody, whatever the platform says', async () => {
    await grant(['apps:read'])
    const headers = { 'cache-control': 'public, max-age=60', expires: 'Fri, 01 Jan 2038 00:00:00 GMT', age: '5' }
    const { control } = server().sandbox
    await control.setFault({ path: '*', effect: { kind: 'status', status: 422, headers } })
    const answer = await ask('GET', '/apps')
    const kept = ['cache-control', 'expires', 'age'].map((name) => answer.headers.get(name))
    expect([answer.status, ...kept]).toEqual([422, 'no-store', null, null])
  })

  it('are so many at once for a caller, and another misses none', async () => {
    await grant(['apps:read'])
    const { control } = server().sandbox
    await control.clearRequests()
    await control.setFault({ path: '/apps/slow', times: null, effect: { kind: 'hang' } })
    const leave = new AbortController()
    const headers = { authorization: `Bearer ${machine.token}` }
    const under = Array.from({ length: 16 }, () =>
      fetch(`${server().url}${at('/apps/slow')}`, { headers, signal: leave.signal }).catch(() => undefined),
    )
    await expect.poll(async () => (await control.requests()).length, { timeout: 30_000 }).toBe(16)
    const beyond = await ask('GET', '/apps')
    expect(errorBodySchema.parse(beyond.body)).toMatchObject({ statusCode: 429, code: 'tooManyUses' })
    expect(beyond.body).toMatchObject({ id: 'rate_limit' })
    expect(beyond.headers.get('retry-after')).toBe('1')
    const other = await newMachine(server(), admin, 'member')
    expect((await server().call('GET', at('/apps'), { token: other.token })).status).toBe(403)
    leave.abort()
    await Promise.all(under)
    await control.clearFaults()
    await expect.poll(async () => (await ask('GET', '/apps')).status, { timeout: 30_000 }).toBe(200)
  })

  it('carry bodies larger than this service reads, and end with them', async () => {
    await grant(['apps:create'])
    const answer = await ask('POST', '/apps', { body: { name: 'x'.repeat(2 * 1024 * 1024) } })
    expect([400, 413, 422]).toContain(answer.status)
    expect(answer.body).not.toMatchObject({ code: 'bodyTooLarge' })
    expect((await ask('GET', '/apps')).status).toBe(403)
  })

  it('never show the credential', async () => {
    await grant(['apps:read', 'config-vars:read', 'authorizations:read'])
    for (const target of ['/apps', '/account', '/oauth/authorizations']) {
      const answer = await ask('GET', target)
      expect(`${answer.text}${JSON.stringify([...answer.headers])}`).not.toContain(token)
    }
  })
})
