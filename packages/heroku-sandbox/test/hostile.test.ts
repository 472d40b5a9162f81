import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import * as z from 'zod'
import { type Sandbox, startSandbox } from '../src/index.ts'
import { send } from './harness.ts'

let sandbox: Sandbox
let token = ''
beforeAll(async () => {
  sandbox = await startSandbox({ controlSecret: 'the-secret-of-the-control-endpoint' })
  token = (await sandbox.control.mintToken()).token
})
afterAll(() => sandbox.close())

/** Writes bytes to the socket and reads until the server closes, a second at most. */
async function raw(bytes: Buffer): Promise<string> {
  const { hostname, port } = new URL(sandbox.url)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => socket.destroy())
  socket.setTimeout(1000, () => socket.destroy())
  socket.end(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}

const HerokuShape = z.object({ id: z.string().min(1), message: z.string().min(1) })

/** An answer to a hostile request: none, a success, a page of the consent, or an error in Heroku's shape; never a 5xx. */
function judge(text: string): string | undefined {
  for (const answer of text.split(/(?=HTTP\/1\.1 \d)/)) {
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
    if (answer === '' || (status < 400 && status >= 100)) continue
    if (!(status < 500)) return `status ${status}: ${answer.slice(0, 200)}`
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4)
    if (/content-type: text\/html/i.test(answer)) continue
    try {
      HerokuShape.parse(JSON.parse(Buffer.from(body, 'latin1').toString('utf8')))
    } catch {
      if (!/^HEAD/.test(body) && body !== '') return `not in Heroku's shape: ${answer.slice(0, 400)}`
    }
  }
  return undefined
}

const ugly = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '%00',
    '%E0%A4%A',
    '~',
    '*',
    '',
    '%2F..%2F',
    '\u0000',
    "' OR 1=1--",
    '€',
    'x'.repeat(2000),
  ),
)
const knownPath = fc.constantFrom(
  '/account',
  '/apps',
  '/apps/note-g',
  '/apps/note-g/config-vars',
  '/apps/note-g/releases',
  '/users/~/apps',
  '/oauth/authorizations',
  '/oauth/clients',
  '/oauth/tokens',
  '/oauth/token',
  '/oauth/authorize',
  '/pipelines',
  '/pipeline-promotions',
  '/_sandbox/tokens',
  '/_sandbox',
)
const path = fc.oneof(
  { weight: 8, arbitrary: knownPath },
  fc.tuple(knownPath, ugly).map(([known, odd]) => `${known}/${odd}`),
  fc.tuple(knownPath, ugly).map(([known, odd]) => `${known}?${odd}`),
  ugly.map((odd) => `/${odd}`),
  ugly,
  ugly.map((odd) => `http://example.com${odd}`),
)
const method = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PURGE'),
  },
  { weight: 1, arbitrary: fc.constantFrom('CONNECT', 'get', 'G€T', '', 'FROBNICATE') },
)
const header = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'Range',
      'Accept',
      'Authorization',
      'If-None-Match',
      'Content-Type',
      'Idempotency-Key',
      'Heroku-Two-Factor-Code',
      'Expect',
      'Upgrade',
      'Transfer-Encoding',
      'Content-Length',
      'Host',
      'Cookie',
    ),
    ugly,
  ),
  fc.tuple(ugly, ugly),
)
const body = fc.oneof(
  fc.constant(''),
  fc.json(),
  ugly,
  fc.constantFrom(
    '{',
    '{"__proto__":{"a":1}}',
    'null',
    '"x"',
    '[[[[',
    '['.repeat(50_000),
    '{"A":'.repeat(5000),
    '1e999',
    '{"A":"\\ud800"}',
  ),
)
const hostile = fc.record({
  method,
  path,
  body,
  headers: fc.array(header, { maxLength: 4 }),
  signed: fc.constantFrom(true, true, true, false),
  /** Three in four keep to HTTP's grammar, or the parser would refuse nearly all before any handler saw them. */
  grammatical: fc.constantFrom(true, true, true, false),
  length: fc.constantFrom('right', 'right', 'right', 'long', 'none'),
})

type Hostile = typeof hostile extends fc.Arbitrary<infer T> ? T : never

const framing = new Set(['Transfer-Encoding', 'Content-Length', 'Host', 'Expect', 'Upgrade'])
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').trim()

/** The same request with everything replaced that HTTP's grammar forbids. */
function tamed(request: Hostile): Hostile {
  return {
    ...request,
    method: /^[A-Z]+$/.test(request.method) && request.method !== 'CONNECT' ? request.method : 'GET',
    path: `/${printable(request.path).replaceAll(' ', '%20').replace(/^\/+/, '')}`,
    headers: request.headers.flatMap(([name, value]): [string, string][] =>
      /^[A-Za-z-]+$/.test(name) && !framing.has(name) ? [[name, printable(value)]] : [],
    ),
    length: 'right',
  }
}

function bytesOf(request: Hostile): Buffer {
  const { method, path, body, headers, signed, length } = request.grammatical ? tamed(request) : request
  const payload = Buffer.from(body, 'utf8')
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: sandbox', 'Connection: close']
  if (signed) lines.push('Accept: application/vnd.heroku+json; version=3', `Authorization: Bearer ${token}`)
  if (length !== 'none') lines.push(`Content-Length: ${length === 'right' ? payload.length : payload.length + 7}`)
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8'), payload])
}

const wanted = inject('hostileRequests')
const seen = new Map<string, number>()
test(`${wanted} hostile requests get answers in Heroku's shape and change nothing about the sandbox's health`, async () => {
  const before = await sandbox.control.readyTokens()
  const lot = 50
  const run = fc.asyncProperty(fc.array(hostile, { minLength: lot, maxLength: lot }), async (requests) => {
    const answers = await Promise.all(requests.map((each) => raw(bytesOf(each))))
    for (const answer of answers) seen.set(answer.slice(9, 12), (seen.get(answer.slice(9, 12)) ?? 0) + 1)
    const problems = answers.flatMap((answer) => judge(answer) ?? [])
    expect(problems).toEqual([])
    await sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 4500 })
  })
  await fc.assert(run, { seed: 20261124, numRuns: Math.ceil(wanted / lot), endOnFailure: true })
  expect((await send(sandbox.url, 'GET', '/account', { token })).status).toBe(200)
  // Enough of them got past the parser to each kind of refusal.
  for (const status of ['400', '401', '404', '406', '416', '422'])
    expect([status, seen.get(status)]).not.toEqual([status, undefined])
  const after = await sandbox.control.readyTokens()
  expect(after.slice(0, before.length)).toEqual(before)
})

test('a body above 1 MiB is 413 and a huge header 431, in Heroku’s shape', async () => {
  const head = `PATCH /apps/note-g/config-vars HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\nAccept: application/vnd.heroku+json; version=3\r\nAuthorization: Bearer ${token}\r\n\r\n`
  const large = await raw(Buffer.concat([Buffer.from(head), Buffer.alloc(2_000_000, 'x')]))
  expect(large).toMatch(/^HTTP\/1\.1 413 [\s\S]*"id":"bad_request"/)
  const header = await raw(Buffer.from(`GET /account HTTP/1.1\r\nHost: x\r\nX-Odd: ${'y'.repeat(100_000)}\r\n\r\n`))
  expect(header).toMatch(/^HTTP\/1\.1 431 [\s\S]*"id":"bad_request"/)
})

test('requests that break off half-way leave the sandbox answering', async () => {
  for (let n = 1; n < 60; n++) {
    const whole = Buffer.from(`POST /apps HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{"name":"half-way"}`)
    await raw(whole.subarray(0, n * 2))
  }
  expect((await send(sandbox.url, 'GET', '/apps/half-way', { token })).status).toBe(404)
})
