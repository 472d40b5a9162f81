import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { insertGrant } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { herokuRoutes } from '@app-connections/providers/testing/routes'
import { singleConnectionSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import { foreign, granted, hostileRequests, readings, templatesOf } from '../../../packages/api/test/hostile.ts'
import { type Admin, newMachine, setUp } from './admin.ts'
import { dataOf, useServer } from './running-server.ts'

const requests = Number(process.env.HOSTILE_SENT || 300)
const seed = Number(process.env.HOSTILE_SEED || 20_261_130)
const routes = herokuRoutes.map(({ name }) => name)

/** Headers and bodies of which a server may take the end for another than its neighbour does. */
const framings = (inner: string): [string, string][] => [
  ['content-length: 6\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${inner}`],
  ['content-length: 0\r\ncontent-length: 90\r\n', inner],
  ['transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n', `0\r\n\r\n${inner}`],
  ['transfer-encoding: xchunked\r\n', inner],
  ['content-length: +5\r\n', inner],
  ['x: y\r\n content-length: 5\r\n', inner],
  ['transfer-encoding: chunked\r\n', `0;a=b\r\n\r\n`],
  ['content-length: 2\r\n', '{}'],
]

// What is stored of it is tested on every database elsewhere.
describe.each(engines.filter((engine) => engine === 'PGlite'))('hostile bytes on %s with the sandbox', (engine) => {
  const server = useServer({ engine })
  let admin: Admin
  let machine: { id: string; token: string }
  let connectionId: string
  const ids = new Map<string, string>()

  beforeAll(async () => {
    admin = await setUp(server())
    machine = await newMachine(server(), admin, 'member')
    const credentials = { authToken: await server().mint() }
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials }
    connectionId = singleConnectionSchema.parse(dataOf(await admin.mutate('appConnections.create', input))).id
    for (const name of ['note-g', 'punched-cards']) ids.set(name, (await server().sandbox.control.setApp(name, {})).id)
    await insertGrant(server().database.kysely, {
      id: randomUUID(),
      org_id: admin.orgId,
      connection_id: connectionId,
      identity_id: machine.id,
      makers: [admin.personId],
      // Not what would take the app away from under the test.
      actions: [...new Set(herokuRoutes.map(({ action }) => action))].filter((action) => action !== 'apps:delete'),
      resources: JSON.stringify([{ id: ids.get('note-g') ?? '', name: 'note-g' }]),
    })
  })

  /** Sends bytes on a connection of their own, and resolves when that has ended. */
  async function raw(bytes: string): Promise<void> {
    const { hostname, port } = new URL(server().url)
    const socket = connect(Number(port), hostname).on('error', () => {})
    const closed = once(socket, 'close')
    socket.resume().setTimeout(10_000, () => socket.destroy())
    socket.write(bytes)
    await closed
  }

  it(`of ${requests} requests over raw sockets, none reaches the platform as another than it was judged`, async () => {
    const mine = (text: string) =>
      text
        .replaceAll(granted, ids.get('note-g') ?? '')
        .replaceAll(granted.toUpperCase(), (ids.get('note-g') ?? '').toUpperCase())
        .replaceAll('shop', 'note-g')
        .replaceAll(foreign, ids.get('punched-cards') ?? '')
    const prefix = `/api/v1/app-connections/heroku/${connectionId}/proxy`
    const bearer = `authorization: Bearer ${machine.token}\r\n`
    const inner = `GET ${prefix}/apps/note-g?n=smuggled HTTP/1.1\r\nhost: x\r\n${bearer}\r\n`
    const sent = new Map<string, { method: string; target: string }>()
    let at = 0
    for (const { method, target, headers } of hostileRequests(routes, seed)) {
      if (at++ === requests) break
      const whole = mine(target)
      sent.set(`${at}`, { method, target: whole })
      const [framing = '', body = ''] = at % 4 === 0 ? (framings(inner)[(at / 4) % 8] ?? []) : []
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const own = lines.filter(
        (line) => !/^(?:authorization|host|connection|expect|content-length|transfer)/.test(line),
      )
      const address = `${prefix}${whole}${whole.includes('?') ? '&' : '?'}n=${at}`
      const head = `${method} ${address} HTTP/1.1\r\nhost: x\r\n${bearer}connection: close\r\n`
      await raw(`${head}${own.join('')}${framing}\r\n${body}`)
    }
    const reached = await server().sandbox.control.requests()
    const marked = reached.filter(({ query }) => query.n !== undefined)
    for (const { method, path, query } of marked) {
      const from = sent.get(query.n ?? '')
      if (from === undefined) expect.unreachable(`${method} ${path} was smuggled in`)
      const own = from.target.split('?')[0] ?? ''
      const wanted = own.split('/').map((part) => encodeURIComponent(decodeURIComponent(part)))
      const byId = wanted.map((part) =>
        part === 'note-g' || part.toLowerCase() === ids.get('note-g') ? ids.get('note-g') : part,
      )
      expect([method, path.toLowerCase()]).toEqual([from.method, byId.join('/').toLowerCase()])
      expect(templatesOf(routes, method, path).length).toBeGreaterThan(0)
      expect(path).not.toContain(ids.get('punched-cards'))
      const read = new Set(readings.map((reading) => reading(path)?.join('\n')))
      expect(read.size).toBe(1)
    }
    // The service itself asks whose a name is, and whose the credential; no request of the callers reads so.
    const others = reached.filter(({ query }) => query.n === undefined)
    for (const { method, path } of others) expect(`${method} ${path}`).toMatch(/^GET \/(?:account|apps|apps\/[^/]+)$/)
    process.stdout.write(`hostile bytes: ${requests} requests, ${marked.length} reached the platform, seed ${seed}\n`)
    expect(marked.length).toBeGreaterThan(requests / 100)
  }, 600_000)
})
