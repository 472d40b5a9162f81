import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { capConnections, isProxy } from '../src/connection-cap.ts'

async function serverWith(options: Parameters<typeof capConnections>[1]) {
  const server = createServer((_request, answer) => answer.end('here'))
  capConnections(server, options)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port }
}

/**
 * Opens a connection and sends a request. Resolves with the first answer, or with what came before the connection
 * ended.
 */
async function ask(port: number): Promise<{ socket: Socket; text: string }> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const text = await new Promise<string>((resolve) => {
    socket.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    socket.once('close', () => resolve(''))
  })
  return { socket, text }
}

it('hangs up on the connections of one network beyond the cap, and takes new ones when old ones have ended', async () => {
  const { port } = await serverWith({ perNetwork: 2, exempt: () => false })
  const [first, second, third] = [await ask(port), await ask(port), await ask(port)]
  expect([first.text, second.text].every((text) => text.includes('200'))).toBe(true)
  expect(third.text).toBe('')
  first.socket.destroy()
  await expect.poll(async () => (await ask(port)).text).toContain('200')
})

it('takes as many as there are from a proxy', async () => {
  const { port } = await serverWith({ perNetwork: 1, exempt: isProxy([]) })
  for (let count = 0; count < 3; count += 1) expect((await ask(port)).text).toContain('200')
})

it('knows proxies by address and by range, in both families', () => {
  const exempt = isProxy(['10.1.0.0/16', '192.0.2.1', '2001:db8::/32', 'loopback'])
  expect(['10.1.2.3', '192.0.2.1', '127.0.0.9', '2001:db8::7', '::1'].map(exempt)).not.toContain(false)
  expect(['192.0.2.2', '2001:db9::1'].map(exempt)).not.toContain(true)
})
