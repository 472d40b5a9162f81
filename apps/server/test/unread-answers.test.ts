import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it, onTestFinished } from 'vitest'
import { endUnreadAnswers } from '../src/unread-answers.ts'
import { useServer } from './running-server.ts'

/** More than the system keeps for a client that reads nothing. */
const muchLength = 32_000_000

async function serverOf(listener: RequestListener, afterMs: number): Promise<{ port: number; open: Set<Socket> }> {
  const server = createServer(listener)
  endUnreadAnswers(server, { afterMs, everyMs: 50 })
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: portOf(server.address()), open }
}

/** A client that has sent a request and reads nothing of the answer. */
function askOf(port: number, path = '/', headers: Record<string, string> = {}): Socket {
  const socket = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  socket.pause().on('error', () => {})
  const lines = Object.entries({ host: 'x', ...headers }).map(([name, value]) => `${name}: ${value}`)
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  return socket
}

function portOf(address: unknown): number {
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number') {
    return address.port
  }
  throw new Error('no port')
}

/** Resolves when the server has hung up, which a client that reads nothing learns by sending. */
async function brokenOff(socket: Socket): Promise<void> {
  const sending = setInterval(() => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'), 60)
  onTestFinished(() => clearInterval(sending))
  await new Promise((resolve) => socket.once('close', resolve))
}

describe('an answer', () => {
  it.each([
    ['in one piece', (_request, answer) => answer.end(Buffer.alloc(muchLength))],
    [
      'in many pieces',
      (_request, answer) => {
        for (let piece = 0; piece < 320; piece += 1) answer.write(Buffer.alloc(muchLength / 320))
        answer.end()
      },
    ],
  ] satisfies [string, RequestListener][])(
    '%s ends where nobody reads it, though its client goes on sending',
    async (_words, listener) => {
      const { port, open } = await serverOf(listener, 300)
      const socket = askOf(port)
      await expect.poll(() => open.size).toBe(1)
      await brokenOff(socket)
      // The client may learn of it a moment before the server does.
      await expect.poll(() => open.size).toBe(0)
    },
  )

  it('in one piece is sent whole to a slow reader, however long that takes', async () => {
    const { port } = await serverOf((_request, answer) => answer.end(Buffer.alloc(muchLength)), 2_000)
    const socket = askOf(port, '/', { connection: 'close' })
    let length = 0
    const started = performance.now()
    socket.on('data', (chunk: Buffer) => {
      length += chunk.length
      socket.pause()
      setTimeout(() => socket.resume(), 8)
    })
    socket.resume()
    await once(socket, 'close')
    expect(performance.now() - started).toBeGreaterThan(2_000)
    expect(length).toBeGreaterThan(muchLength)
  }, 60_000)

  it('that says nothing for long, and a connection without a request, stay', async () => {
    const { port, open } = await serverOf((_request, answer) => answer.flushHeaders(), 100)
    const [quiet, unused] = [askOf(port), connect({ port, host: '127.0.0.1' })]
    onTestFinished(() => void unused.destroy())
    quiet.resume()
    await expect.poll(() => open.size).toBe(2)
    await sleep(600)
    expect(open.size).toBe(2)
  })
})

describe.each(engines.slice(0, 1))('answers of the service that nobody reads, on %s', (engine) => {
  const server = useServer({ engine, unread: { afterMs: 300, everyMs: 50 } })

  it('end', async () => {
    const { port } = new URL(server().url)
    const socket = askOf(Number(port), '/api/docs')
    for (let again = 0; again < 100; again += 1) socket.write('GET /api/docs HTTP/1.1\r\nhost: x\r\n\r\n')
    await brokenOff(socket)
  })
})
