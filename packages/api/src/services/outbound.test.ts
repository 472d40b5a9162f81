import { once } from 'node:events'
import { createServer } from 'node:net'
import type { LookUp } from '@app-connections/providers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startReceiver } from '../../test/receiver.ts'
import { createOutbound } from './outbound.ts'

describe('a delivery', () => {
  const outbound = (more: Partial<Parameters<typeof createOutbound>[0]> = {}) =>
    createOutbound({ allowHttp: true, allowCidrs: ['127.0.0.0/8'], timeoutMs: 400, ...more })

  it('goes to the very address that was found, with the name as Host, and asks for it once', async () => {
    const receiver = await startReceiver()
    let asked = 0
    // A name that resolves to another address at its second look-up.
    const lookUp: LookUp = async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    }
    const { send } = outbound({ lookUp })
    const url = new URL(`http://hooks.example.com:${receiver.port}/path?query`)
    expect(await send(url, {}, '{}')).toMatchObject({ delivered: true, status: 204, error: null })
    expect(asked).toBe(1)
    expect(receiver.received).toMatchObject([
      { path: '/path?query', headers: { host: `hooks.example.com:${receiver.port}` }, body: '{}' },
    ])
    const second = await send(url, {}, '{}')
    expect(second).toMatchObject({ delivered: false, status: null, error: expect.stringContaining('(private)') })
    expect(receiver.received).toHaveLength(1)
  })

  it('over https asks for the certificate of the name, at that address', async () => {
    const hellos: string[] = []
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', (hello) => {
        hellos.push(hello.toString('latin1'))
        socket.destroy()
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { send } = outbound({ lookUp: async () => [{ address: '127.0.0.1', family: 4 }] })
    expect(await send(new URL(`https://hooks.example.com:${port}/`), {}, '{}')).toMatchObject({ delivered: false })
    // The first message of TLS holds the name in clear (RFC 6066, 3).
    expect(hellos).toEqual([expect.stringContaining('hooks.example.com')])
  })

  it('tries the next address where one cannot be reached, and none where something was sent', async () => {
    const receiver = await startReceiver()
    const found = (...addresses: string[]) => ({
      lookUp: async () => addresses.map((address) => ({ address, family: 4 as const })),
    })
    const url = new URL(`http://hooks.example.com:${receiver.port}/`)
    // Nothing listens at the first two addresses.
    expect(await outbound(found('127.0.0.2', '127.0.0.3', '127.0.0.1')).send(url, {}, '{}')).toMatchObject({
      delivered: true,
    })
    expect(await outbound(found('127.0.0.2', '127.0.0.3')).send(url, {}, '{}')).toMatchObject({
      delivered: false,
      error: 'The connection was refused',
    })
    receiver.answer((response) => void response.destroy())
    expect(await outbound(found('127.0.0.1', '127.0.0.1')).send(url, {}, '{}')).toMatchObject({ delivered: false })
    expect(receiver.received).toHaveLength(2)
  })

  it('does not wait for name servers that are silent', async () => {
    const silent = outbound({ lookUp: () => new Promise(() => {}), lookUpMs: 50 })
    await expect(silent.resolve(new URL('http://hooks.example.com/'))).rejects.toThrow('did not say within 0.05 s')
  })

  it('follows no redirect', async () => {
    const [receiver, inside] = [await startReceiver(), await startReceiver()]
    for (const status of [301, 302, 307, 308]) {
      receiver.answer((response) => void response.writeHead(status, { location: inside.url }).end())
      const outcome = await outbound().send(new URL(receiver.url), {}, '{}')
      expect(outcome).toMatchObject({ delivered: false, status, error: expect.stringContaining('redirects') })
    }
    expect(inside.received).toEqual([])
  })

  it('is not delivered where a name server takes its time', async () => {
    const { send } = outbound({ lookUp: () => new Promise(() => {}) })
    const outcome = await send(new URL('https://hooks.example.com/'), {}, '{}')
    expect(outcome).toMatchObject({ delivered: false, error: 'No answer within 0.4 seconds' })
  })

  it.each([
    ['hangs', () => {}, 'No answer within 0.4 seconds'],
    [
      'resets',
      (response) => void response.socket?.resetAndDestroy(),
      'The connection broke before an answer was complete',
    ],
    [
      'answers 500',
      (response) => void response.writeHead(500).end('a secret'),
      'The receiver answered with status 500',
    ],
    [
      'has endless headers',
      (response) => void response.writeHead(200, { x: 'y'.repeat(100_000) }).end(),
      'The headers of the answer are too long',
    ],
  ] satisfies [string, Parameters<Awaited<ReturnType<typeof startReceiver>>['answer']>[0], string][])(
    'to a receiver that %s is not delivered, in a sentence without a word of its answer',
    async (_title, answer, error) => {
      const receiver = await startReceiver()
      receiver.answer(answer)
      expect(await outbound().send(new URL(receiver.url), {}, '{}')).toMatchObject({ delivered: false, error })
    },
  )

  it('reads 64 kB of a flood and no more', async () => {
    const receiver = await startReceiver()
    let sent = 0
    receiver.answer((response) => {
      response.writeHead(200)
      const flood = () => {
        while (!response.destroyed && sent < 1e9) {
          sent += 16_384
          if (!response.write(Buffer.alloc(16_384))) return void response.once('drain', flood)
        }
      }
      flood()
    })
    const outcome = await outbound({ timeoutMs: 5_000 }).send(new URL(receiver.url), {}, '{}')
    expect(outcome).toMatchObject({ delivered: true, status: 200 })
    expect(outcome.ms).toBeLessThan(2_000)
    // The buffers of the sockets hold some more.
    expect(sent).toBeLessThan(20e6)
  })

  it('is refused by nobody listening in a sentence', async () => {
    const outcome = await outbound().send(new URL('http://127.0.0.1:1/'), {}, '{}')
    expect(outcome).toMatchObject({ delivered: false, status: null, error: 'The connection was refused' })
  })
})
