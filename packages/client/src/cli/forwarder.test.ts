import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import { base, openAt, openTo } from '../../test/forwarder.ts'
import type { Sent } from '../../test/http-server.ts'

/** A server whose answers are written by hand, byte by byte. */
async function rawServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

it('sends a request on as it stands, with the credentials of the caller and named headers alone', async () => {
  const seen: IncomingMessage[] = []
  const url = await rawServer((request, response) => {
    seen.push(request)
    response.writeHead(206, { 'next-range': ']a..', 'x-powered-by': 'b', 'x-heroku-warning': 'c' }).end('[1]')
  })
  const { ask, forwarder } = await openAt(url)
  const path = '/users/~/apps?eq[name]=x%2Fy'
  const headers = { range: 'id ..', cookie: 'a=b', 'if-none-match': '"x"', 'accept-encoding': 'gzip', upgrade: 'x' }
  const answer = await ask(path, { headers: { ...headers, authorization: `Bearer ${forwarder.key}` } })
  expect(answer).toMatchObject({ status: 206, text: '[1]' })
  expect(answer.headers).toEqual({
    ...{ 'content-length': '3', 'content-type': 'application/json', 'next-range': ']a..', 'x-heroku-warning': 'c' },
    ...{ connection: 'close', date: expect.anything() },
  })
  expect(seen.map(({ url }) => url)).toEqual([`${base}${path}`])
  expect(seen[0]?.headers).toEqual({
    ...{ range: 'id ..', authorization: 'Bearer of-the-caller', 'accept-encoding': 'identity' },
    ...{ host: new URL(url).host, connection: 'close' },
  })
})

it('takes its own key, as Bearer and as Basic, and nothing else', async () => {
  const { service, ask, forwarder } = await openTo(() => ({ body: {} }))
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const good = [`Bearer ${forwarder.key}`, basic(`:${forwarder.key}`), basic(`ada@example.com:${forwarder.key}`)]
  for (const authorization of good) expect((await ask('/apps', { headers: { authorization } })).status).toBe(200)
  const bad = ['Bearer x', `Bearer ${forwarder.key}x`, basic(forwarder.key.slice(1)), `Digest ${forwarder.key}`, '']
  for (const authorization of bad) {
    const answer = await ask('/apps', { headers: { authorization } })
    expect([answer.status, answer.json()]).toEqual([401, { id: 'unauthorized', message: expect.any(String) }])
  }
  expect((await ask('http://127.0.0.1/apps')).status).toBe(400)
  expect(service.received).toHaveLength(good.length)
})

it.each([
  '/../../../../access-tokens/x',
  '/apps/..%2f..%2F../access-tokens/x',
  '/%2e%2E/x',
  '/%252e%252e/x',
  '/apps/..\\..\\x',
  '/apps/%5c../x',
  '/apps/./x',
  '/apps/..;a=b/x',
  '/apps/..',
  '/%2e?a=b',
])('sends no path on that may climb out of the connection’s: %s', async (path) => {
  const { service, ask } = await openTo(() => ({ body: {} }))
  const answer = await ask(path)
  expect([answer.status, answer.json()]).toEqual([400, { id: 'bad_request', message: expect.stringMatching(/dot/) }])
  expect(service.received).toEqual([])
})

it.each(['/apps/a.b..c/.../..d', '/apps?path=../x%5c', '/apps/x%2fy%2520z'])(
  'sends other dots on: %s',
  async (path) => {
    const { service, ask } = await openTo(() => ({ body: {} }))
    expect((await ask(path)).status).toBe(200)
    expect(service.received).toHaveLength(1)
  },
)

it.each<[answer: string, sent: Sent, status: number, text: RegExp]>([
  ['characters beyond ASCII', { body: { price: '3 € 🎩' } }, 200, /^\{"price":"3 \\u20ac \\ud83c\\udfa9"\}$/],
  ['numbers as they are', { body: '{"id":12345678901234567890}' }, 200, /^\{"id":12345678901234567890\}$/],
  ['no content', { status: 204, body: '' }, 200, /^\{\}$/],
  ['an empty body', { body: '' }, 200, /^\{\}$/],
  ['nothing new', { status: 304, body: '' }, 502, /"bad_gateway".*redirect \(304\)/],
  ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' }, body: '' }, 502, /"bad_gateway"/],
  ['a page', { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>No' }, 502, /"bad_gateway".*not JSON/],
  ['broken JSON', { body: '{"a":' }, 502, /"bad_gateway".*not JSON/],
  ['a text', { headers: { 'content-type': 'text/plain' }, body: 'hello' }, 200, /^hello$/],
  ['a reset', 'reset', 502, /"bad_gateway".*ECONNRESET|socket hang up/],
  ['a cut', 'cut', 502, /"bad_gateway".*aborted/],
  ['a refusal of ours', { status: 401, body: { reqId: 'r', message: 'No' } }, 403, /"forbidden".*caller.*No/],
  ['one of the platform', { status: 401, body: { id: 'x', message: 'No' } }, 403, /"forbidden".*stored.*No/],
  ['a failure', { status: 422, body: { id: 'invalid_params', message: 'No' } }, 422, /^\{"id":"invalid_params"/],
])('answers so that any program can take it: %s', async (_, sent, status, text) => {
  const { service, ask } = await openTo(() => sent)
  const answer = await ask('/apps/x', { method: 'PATCH', body: '{"a":"b"}' })
  expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(text)])
  expect(answer.headers['content-length']).toBe(String(answer.text.length))
  // However it ended: the program repeats a reset, and would write again.
  expect(service.received.map(({ body }) => body)).toEqual(['{"a":"b"}'])
})

it('unpacks an answer that was packed unasked', async () => {
  const url = await rawServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(gzipSync('{"a":"é"}'))
  })
  const answer = await (await openAt(url)).ask('/apps')
  expect([answer.text, answer.headers['content-encoding']]).toEqual(['{"a":"\\u00e9"}', undefined])
})

it('answers where no service is, and where its answer to HEAD has but headers', async () => {
  expect((await (await openAt('http://127.0.0.1:9')).ask('/apps')).json()).toMatchObject({ id: 'bad_gateway' })
  const { ask } = await openTo(() => ({ headers: { etag: '"a"', 'content-length': '7' }, body: '{"a":1}' }))
  const answer = await ask('/apps/x', { method: 'HEAD' })
  expect([answer.status, answer.text, answer.headers.etag, answer.headers['content-length']]).toEqual([
    200,
    '',
    '"a"',
    '7',
  ])
})

it('waits for a limit to pass, but not for long, and says so', async () => {
  const limited = (seconds: string) => ({
    status: 429,
    headers: { 'retry-after': seconds },
    body: { id: 'rate_limit' },
  })
  const soon = await openTo((_, count) => (count < 3 ? limited(count === 1 ? '0' : '1') : { body: { done: true } }))
  expect((await soon.ask('/apps', { method: 'POST', body: '{}' })).json()).toEqual({ done: true })
  expect([soon.service.received.length, soon.said.length]).toEqual([3, 2])
  const late = await openTo(() => limited('3600'))
  expect((await late.ask('/apps')).status).toBe(429)
  expect([late.service.received.length, late.said]).toEqual([1, []])
})

it('streams a body that is too long to be kept', async () => {
  const { service, ask } = await openTo(() => ({ body: {} }))
  const body = Buffer.alloc(3 * 1024 * 1024, 'x')
  expect((await ask('/apps/x/builds', { method: 'POST', body })).status).toBe(200)
  expect(service.received.map((each) => each.body.length)).toEqual([body.length])
})

it.each(['/postgres/v0/databases/x', '/client/v11/databases/x/backups', '/redis/v0/databases', '/reports', '/data/x'])(
  'sends nothing on of what is not in the platform’s own API: %s',
  async (path) => {
    const { service, ask } = await openTo(() => ({ body: {} }))
    const answer = await ask(path)
    expect([answer.status, answer.json()]).toEqual([403, { id: 'forbidden', message: expect.stringMatching(/data/) }])
    expect(service.received).toEqual([])
  },
)

it('leads streams of lines through itself, piece by piece, to those alone who were given their address', async () => {
  const stream = `${base}/-/streams/sealed_-1`
  const seen: IncomingMessage[] = []
  const pieces = ['data: one\n\n', 'data: two\n\n']
  let more = () => {}
  const url = await rawServer((request, response) => {
    seen.push(request)
    if (request.method === 'POST')
      return void response.end(JSON.stringify({ logplex_url: `https://ac.example${stream}` }))
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(pieces[0])
    more = () => void response.write(pieces[1])
  })
  const { ask, forwarder } = await openAt(url)
  const { origin } = forwarder.place
  expect((await ask('/-/streams/sealed_-1', { headers: {} })).status).toBe(401)
  const session = await ask('/apps/x/log-sessions', { method: 'POST', body: '{"tail":true}' })
  expect(session.json()).toEqual({ logplex_url: `${origin}/-/streams/sealed_-1` })
  const opened = get(`${origin}/-/streams/sealed_-1`, { headers: { 'last-event-id': '7' } })
  const [answer]: IncomingMessage[] = await once(opened, 'response')
  expect([answer?.statusCode, answer?.headers['content-type']]).toEqual([200, 'text/event-stream'])
  for (const piece of pieces) {
    const [chunk]: Buffer[] = await once(answer ?? opened, 'data')
    expect(String(chunk)).toBe(piece)
    more()
  }
  expect(seen.at(-1)?.url).toBe(stream)
  expect(seen.at(-1)?.headers).toMatchObject({ authorization: 'Bearer of-the-caller', 'last-event-id': '7' })
  opened.destroy()
})
