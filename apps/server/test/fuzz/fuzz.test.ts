import { connect } from 'node:net'
import { engines } from '@app-connections/db/testing/engines'
import { errorBodySchema } from '@app-connections/schemas'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { connectionsPath } from '../rest-family/connections.ts'
import { useFamily } from '../rest-family/family.ts'
import { createLane, type Lane } from './lane.ts'
import { type RawAnswer, rawClient } from './raw-http.ts'
import type { FuzzRequest } from './request-parts.ts'
import { requests } from './requests.ts'

/** How many requests on each engine. They are the same each time. */
const total = Number(process.env.FUZZ_REQUESTS ?? 1_000)
const seed = 20_250_607
const chunk = 250
const lanesAtOnce = 4

const trpcError = z.object({ error: z.object({ data: errorBodySchema }) })
const asksHeroku =
  /^appConnections\.(?:create|update|apps|check|remove|rotateCredentials|rollBackRotation)$|^grants\.(?:create|update)$|^leases\.(?:create|renew)$|^oauth\.|^secretSyncs\.(?:plan|applyPlan|undo|look|takeIn|putBack)$/

describe.each(engines)('any request at all, on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const lanes: Lane[] = []
  let client: ReturnType<typeof rawClient>
  beforeAll(async () => {
    client = rawClient(family().server.url)
    const stranger = await (await family().organization()).machine({ organization: 'admin' })
    for (let lane = 0; lane < lanesAtOnce; lane++) lanes.push(await createLane(family(), stranger))
  })
  afterAll(() => client.close())

  it('is answered in the error’s shape or with what was asked for, and the database holds what was acknowledged', {
    timeout: 1_200_000,
  }, async () => {
    const counts = new Map<string, number>()
    const { control } = family().server.sandbox
    const faults = [
      { kind: 'status', status: 500 },
      { kind: 'reset' },
      { kind: 'html' },
      { kind: 'rate-limit' },
    ] as const
    for (const [index, effect] of faults.entries())
      await control.setFault({ times: null, rate: 0.01, seed: index, effect })
    for (let done = 0; done < total; done += chunk) {
      for (const { email } of await control.accounts())
        await control.setAccountStatus(email, { rateLimitRemaining: 4_500 })
      const batch = fc.sample(requests(), { seed: seed + done, numRuns: Math.min(chunk, total - done) })
      await Promise.all(
        lanes.map(async (lane, at) => {
          for (const [index, request] of batch.entries()) {
            if (index % lanesAtOnce !== at) continue
            const title = `request ${done + index}`
            const status = await runOne(lane, request, title)
            counts.set(`${status}`, (counts.get(`${status}`) ?? 0) + 1)
          }
        }),
      )
    }
    await control.clearFaults()
    for (const lane of lanes) await lane.verify()
    const sums = [...counts].toSorted().map(([status, n]) => `${status}: ${n}`)
    const kept = lanes.reduce((sum, lane) => sum + lane.ledger.connections.size, 0)
    process.stdout.write(`fuzz on ${engine}: ${total} requests (${sums.join(', ')}); ${kept} connections kept\n`)
    expect([...counts.keys()]).toEqual(expect.arrayContaining(['200', '400', '401', '403', '404', '405', '415', '422']))
    expect('polluted' in {}).toBe(false)
  })

  async function runOne(lane: Lane, request: FuzzRequest, title: string): Promise<number> {
    const sent = await lane.resolve(request)
    const answer = await client.send(sent.method, sent.path, sent.headers, sent.body)
    const about = `${title}: ${sent.method} ${sent.path} ${JSON.stringify(request.headers)} ${sent.body?.slice(0, 500)} → ${answer.status} ${answer.text.slice(0, 400)}`
    if (answer.status >= 500) {
      const excused = [502, 503, 504].includes(answer.status) && asksHeroku.test(request.procedure)
      if (!excused) throw new Error(about)
    }
    if (request.transport === 'auth') return answer.status
    try {
      if (answer.status >= 207) expectErrors(request, answer)
      else lane.acknowledge(request, sent, answer)
    } catch (cause) {
      throw new Error(about, { cause })
    }
    return answer.status
  }

  function expectErrors(request: FuzzRequest, answer: RawAnswer): void {
    if (request.method === 'HEAD') return
    const body: unknown = JSON.parse(answer.text)
    const errors = Array.isArray(body)
      ? body.flatMap(failureIn)
      : [isRest(body) ? errorBodySchema.parse(body) : trpcError.parse(body).error.data]
    for (const error of errors) {
      expect(error.reqId).toBe(answer.headers['x-request-id'])
      // A batch has its own status, and each of its answers another.
      if (!Array.isArray(body)) expect(error.statusCode).toBe(answer.status)
      if (error.statusCode === 422) expect(Array.isArray(error.message)).toBe(true)
    }
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
  }

  it.each([
    ['no request', 'nonsense\r\n\r\n'],
    ['a header without a colon', `GET ${connectionsPath} HTTP/1.1\r\nhost: x\r\nbroken\r\n\r\n`],
    ['a line break in a header', `GET ${connectionsPath} HTTP/1.1\r\nhost: x\r\nx: a\n\rb\r\n\r\n`],
    ['two lengths', `POST ${connectionsPath} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
    [
      'length and chunks',
      `POST ${connectionsPath} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['headers without an end', `GET ${connectionsPath} HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['a NUL in a header', `GET ${connectionsPath} HTTP/1.1\r\nhost: x\r\nx: \u0000\r\n\r\n`],
    ['a negative length', `POST ${connectionsPath} HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n`],
  ])(
    'bytes that are no request are refused in the error’s shape, and the connection ends: %s',
    async (title, bytes) => {
      const tooLarge = title === 'headers without an end'
      const answer = await overSocket(bytes)
      const [head = '', body = ''] = answer.split('\r\n\r\n')
      expect(head).toMatch(tooLarge ? /^HTTP\/1\.1 431 / : /^HTTP\/1\.1 400 /)
      expect(head).toMatch(/connection: close/i)
      expect(errorBodySchema.parse(JSON.parse(body))).toMatchObject(
        tooLarge ? { statusCode: 431, error: 'RequestHeaderFieldsTooLarge' } : { statusCode: 400, error: 'BadRequest' },
      )
    },
  )

  it('still answers after all that', async () => {
    expect((await family().rest('GET', connectionsPath)).status).toBe(200)
    expect((await family().server.call('GET', '/readyz')).status).toBe(200)
  })

  function overSocket(bytes: string): Promise<string> {
    const { hostname, port } = new URL(family().server.url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      let text = ''
      socket.setTimeout(5_000, () => socket.destroy(new Error('the connection was not ended')))
      socket.on('data', (chunk) => (text += chunk))
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
      socket.write(bytes)
    })
  }
})

/** The failure in one answer of a batch, if it is one. */
function failureIn(each: unknown) {
  return z.object({ result: z.unknown() }).safeParse(each).success ? [] : [trpcError.parse(each).error.data]
}

function isRest(body: unknown): boolean {
  return errorBodySchema.safeParse(body).success
}
