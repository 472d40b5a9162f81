import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request as send } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { insertGrant } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { errorBodySchema, singleConnectionSchema } from '@app-connections/schemas'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Admin, newMachine, setUp } from './admin.ts'
import type { Request } from './http.ts'
import { dataOf, useServer } from './running-server.ts'

describe.each(engines)('bad input to requests that are sent on, on %s with the sandbox', (engine) => {
  const times = { patience: { headersMs: 700, idleMs: 700 }, bodyPatience: { wholeMs: 2_000, idleMs: 700 } }
  const server = useServer({ engine, times })
  let admin: Admin
  let machine: { id: string; token: string }
  let connectionId: string
  let token: string
  const apps = new Map<string, string>()

  beforeAll(async () => {
    admin = await setUp(server())
    machine = await newMachine(server(), admin, 'member')
    token = await server().mint()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    connectionId = singleConnectionSchema.parse(dataOf(await admin.mutate('appConnections.create', input))).id
    for (const name of ['note-g', 'punched-cards']) {
      apps.set(name, (await server().sandbox.control.setApp(name, { configVars: { A: '1', B: '2' } })).id)
    }
  })
  afterEach(() => server().sandbox.control.clearFaults())

  const db = () => server().database.kysely
  const app = () => `/apps/${apps.get('note-g')}`
  const at = (target: string) => `/api/v1/app-connections/heroku/${connectionId}/proxy${target}`
  const ask = (method: string, target: string, more: Request = {}) =>
    server().call(method, at(target), { token: machine.token, ...more })
  const fault = (effect: FaultInput['effect'], path = app()) =>
    server().sandbox.control.setFault({ path, times: null, effect })

  async function grant(
    actions: string[],
    narrowed: { keys?: string[]; uses_left?: number; changes_per_day?: number } = {},
  ) {
    await db().deleteFrom('grants').execute()
    const ids = { id: randomUUID(), org_id: admin.orgId, connection_id: connectionId, identity_id: machine.id }
    const resources = JSON.stringify([{ id: apps.get('note-g') ?? '', name: 'note-g' }])
    await insertGrant(db(), { ...ids, makers: [admin.personId], actions, resources, ...narrowed })
  }

  /** What the record says last. The event of an outcome follows its answer. */
  async function last(): Promise<unknown> {
    const row = await db()
      .selectFrom('audit_events')
      .select(['outcome', 'detail'])
      .where('action', '=', 'appConnections.use')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    return row === undefined ? undefined : { outcome: row.outcome, ...row.detail }
  }

  const refusals: [string, Parameters<typeof grant>, [string, string, unknown?], number, string][] = [
    ['no grant', [['logs:read']], ['GET', 'app'], 403, 'notGranted'],
    ['a grant for another app', [['apps:read']], ['GET', 'other'], 403, 'notGranted'],
    ['a key outside', [['config-vars:write'], { keys: ['A'] }], ['PATCH', 'vars', { B: '3' }], 403, 'keysNotGranted'],
    ['all uses used up', [['apps:read'], { uses_left: 0 }], ['GET', 'app'], 403, 'notGranted'],
    ['all changes used up', [['apps:write'], { changes_per_day: 0 }], ['PATCH', 'app', {}], 429, 'changesUsedUp'],
  ]
  it.each(refusals)('%s: refused, and nothing is sent', async (_, given, [method, where, body], status, code) => {
    await grant(...given)
    await server().sandbox.control.clearRequests()
    const targets: Record<string, string> = {
      app: app(),
      other: `/apps/${apps.get('punched-cards')}`,
      vars: `${app()}/config-vars`,
    }
    const answer = await ask(method, targets[where] ?? '', body === undefined ? {} : { body })
    expect(errorBodySchema.parse(answer.body)).toMatchObject({ statusCode: status, code })
    expect(await server().sandbox.control.requests()).toEqual([])
  })

  it('a grant that has ended: refused', async () => {
    await grant(['apps:read'])
    await db().updateTable('grants').set({ ended_at: new Date() }).execute()
    expect(await ask('GET', app())).toMatchObject({ status: 403, body: { code: 'notGranted', id: 'forbidden' } })
  })

  const ends: [string, FaultInput['effect'], number, string][] = [
    ['hangs before its headers', { kind: 'hang' }, 504, 'platform too slow'],
    ['resets before its headers', { kind: 'reset' }, 502, 'platform unusable'],
    ['sends too large headers', { kind: 'long-headers' }, 502, 'platform unusable'],
    ['redirects elsewhere', { kind: 'redirect', location: 'http://127.0.0.1:9/x' }, 302, 'whole'],
    ['limits calls', { kind: 'rate-limit', retryAfter: 1 }, 429, 'whole'],
  ]
  it.each(ends)('a platform that %s has a clear end', async (_, effect, status, ending) => {
    await grant(['apps:read'])
    await fault(effect)
    const answer = await ask('GET', app())
    expect(answer.status).toBe(status)
    if (status >= 500) expect(errorBodySchema.parse(answer.body)).toMatchObject({ statusCode: status })
    await expect.poll(last).toMatchObject({ ending })
  })

  it.each<[string, FaultInput['effect'], string]>([
    ['is cut', { kind: 'cut' }, 'platform unusable'],
    ['falls silent', { kind: 'stall' }, 'platform too slow'],
  ])(
    'a body of the platform’s that %s breaks the answer off, so that nobody takes it for whole',
    async (_, effect, ending) => {
      await grant(['apps:read'])
      await fault(effect)
      await expect(ask('GET', app())).rejects.toThrow()
      await expect.poll(last).toMatchObject({ outcome: 'failed', status: 200, ending })
    },
  )

  /** Sends headers and the pieces of a body by hand, and gives what comes back until the end of the connection. */
  async function byHand(method: string, target: string, pieces: (string | number)[], headers = ''): Promise<string> {
    const { hostname, port } = new URL(server().url)
    const socket = connect(Number(port), hostname).on('error', () => {})
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    const closed = once(socket, 'close')
    socket.write(
      `${method} ${at(target)} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${machine.token}\r\n${headers}\r\n`,
    )
    for (const piece of pieces) {
      if (typeof piece === 'number') await sleep(piece)
      else socket.write(piece)
    }
    if (pieces.at(-1) === 0) socket.destroy()
    await closed
    return text
  }

  it('a caller who goes away in an upload: the platform’s call ends, and the record says so', async () => {
    await grant(['apps:write'])
    await byHand('PATCH', app(), ['{"maint', 400, 0], 'content-type: application/json\r\ncontent-length: 1000\r\n')
    await expect.poll(last).toMatchObject({ outcome: 'failed', ending: 'caller gone' })
  })

  it('a caller who goes away in a download: the same', async () => {
    await grant(['apps:read'])
    await fault({ kind: 'drip', ms: 20 })
    await byHand('GET', app(), [400, 0])
    await expect.poll(last).toMatchObject({ outcome: 'failed', status: 200, ending: 'caller gone' })
  })

  it('a caller whose upload falls silent is answered, and one whose upload goes on is not', async () => {
    await grant(['apps:write'])
    const headers = 'content-type: application/json\r\nconnection: close\r\ncontent-length: 21\r\n'
    expect(await byHand('PATCH', app(), ['{"mai'], headers)).toMatch(/^HTTP\/1.1 400 /)
    await expect.poll(last).toMatchObject({ ending: 'caller gone' })
    // Longer than requests may take elsewhere.
    const slowly = [...'{"maintenance": true}'].flatMap((char) => [char, 150])
    expect(await byHand('PATCH', app(), slowly, headers)).toMatch(/^HTTP\/1.1 200 /)
  })

  it('a body that is larger than the platform takes: its early answer reaches the caller', async () => {
    await grant(['apps:write'])
    await fault({ kind: 'early', status: 413 })
    const { hostname, port } = new URL(server().url)
    for (let round = 0; round < 5; round += 1) {
      const headers = { authorization: `Bearer ${machine.token}`, 'content-type': 'application/octet-stream' }
      const call = send({ hostname, port, method: 'PATCH', path: at(app()), headers })
      const answered = once(call, 'response')
      call.on('error', () => {})
      for (let sent = 0; sent < 4 * 1024 * 1024; sent += 65_536) {
        call.write(Buffer.alloc(65_536))
        await new Promise((resolve) => setImmediate(resolve))
      }
      call.end()
      const [answer] = z.tuple([z.looseObject({ statusCode: z.int() })]).parse(await answered)
      expect(answer.statusCode).toBe(413)
    }
    await expect.poll(last).toMatchObject({ outcome: 'failed', status: 413 })
  })

  it('a token that is revoked ends the bodies under way', async () => {
    const other = await newMachine(server(), admin, 'member')
    await grant(['apps:read'])
    await db().updateTable('grants').set({ identity_id: other.id }).execute()
    await fault({ kind: 'drip', ms: 20 })
    const answer = await fetch(`${server().url}${at(app())}`, { headers: { authorization: `Bearer ${other.token}` } })
    expect(answer.status).toBe(200)
    const revoke = { body: { accessToken: other.token } }
    expect((await server().call('POST', '/api/v1/auth/token/revoke', revoke)).status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
    await expect.poll(last).toMatchObject({ ending: 'access ended' })
  })
})
