import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { limitRequestTimes, type RequestTimes } from './request-time.ts'

/** What a client gets that sends a byte at each of so many moments, of a body that is longer. */
async function sendSlowly(
  moments: readonly number[],
  patience: { wholeMs: number; idleMs: number },
  handle: (times: RequestTimes, request: IncomingMessage) => void,
): Promise<{ text: string; sent: number }> {
  const server = createServer((request, response) => {
    handle(times, request)
    request.on('error', () => {})
    request.once('end', () => response.end('whole'))
  })
  const times = limitRequestTimes(server, patience)
  server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 408 Late\r\nconnection: close\r\n\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const socket = connect(address.port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += chunk)).on('error', () => {})
  const closed = once(socket, 'close')
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${moments.length}\r\n\r\n`)
  let sent = 0
  for (const wait of moments) {
    await sleep(wait)
    if (socket.destroyed || text !== '') break
    socket.write('x')
    sent += 1
  }
  await closed
  return { text: text.split('\r\n', 1)[0] ?? '', sent }
}

const many = Array<number>(20).fill(60)

it('a body that does not arrive in time ends its request', async () => {
  const { text, sent } = await sendSlowly(many, { wholeMs: 300, idleMs: 10_000 }, (_, request) => void request.resume())
  expect(text).toBe('HTTP/1.1 408 Late')
  expect(sent).toBeLessThan(20)
})

it('one that may run takes as long as it needs, and ends its request where it falls silent', async () => {
  const patience = { wholeMs: 300, idleMs: 5_000 }
  const run = (times: RequestTimes, request: IncomingMessage) => {
    times.letRun(request)
    request.resume()
  }
  expect(await sendSlowly(many, patience, run)).toMatchObject({ text: 'HTTP/1.1 200 OK', sent: 20 })
  const silent = await sendSlowly([10, 10, 3_000, 10], { wholeMs: 10_000, idleMs: 300 }, run)
  expect(silent).toMatchObject({ text: 'HTTP/1.1 408 Late', sent: 2 })
})

it('the rest of one that nobody needs any more has the usual time', async () => {
  const { text } = await sendSlowly(many, { wholeMs: 300, idleMs: 5_000 }, (times, request) => {
    times.letRun(request)
    times.drop(request)
  })
  expect(text).toBe('HTTP/1.1 408 Late')
})

it.each([
  ['still waits for more', false],
  ['goes only then', true],
])('the rest of one is dropped where whoever read it %s', async (_, leaves) => {
  const patience = { wholeMs: 5_000, idleMs: 5_000 }
  const { text } = await sendSlowly(Array<number>(5).fill(60), patience, (times, request) => {
    const reader = request.iterator({ destroyOnReturn: false })
    void reader.next().then(async () => {
      void reader.next()
      times.drop(request)
      if (leaves) await reader.return?.()
    })
  })
  expect(text).toBe('HTTP/1.1 200 OK')
})
