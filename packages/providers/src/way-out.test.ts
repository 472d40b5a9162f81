import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startForwardProxy } from '../test/forward-proxy.ts'
import { createHttp } from './http.ts'
import type { LookUp } from './look-up.ts'
import type { ForwardProxies } from './way-out.ts'

/** A look-up that gives this machine for every name. */
const here: LookUp = async () => [{ address: '127.0.0.1', family: 4 }]
const nowhere: LookUp = async () => Promise.reject(new Error('no look-up was expected'))

async function startPlatform() {
  const server = createServer((request, answer) => answer.end(`${request.headers.host} ${request.url}`))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the platform has no port')
  return address.port
}

function client(proxies: ForwardProxies, lookUp: LookUp) {
  const http = createHttp({ proxies, lookUp })
  onTestFinished(() => http.close())
  return (url: string) =>
    http.send({
      platform: 'Platform',
      method: 'GET',
      url: new URL(url),
      headers: {},
      deadline: AbortSignal.timeout(5_000),
    })
}

describe('a call to a platform', () => {
  it('goes through the proxy for its scheme, which looks the name up', async () => {
    const [port, proxy] = [await startPlatform(), await startForwardProxy()]
    const send = client({ http: proxy.url }, nowhere)
    expect((await send(`http://api.platform.test:${port}/account`)).text).toBe(`api.platform.test:${port} /account`)
    expect(proxy.seen).toEqual([expect.stringContaining(`api.platform.test:${port}`)])
  })

  it('over https goes through a tunnel, whose first bytes are those of TLS with the name of the platform', async () => {
    const proxy = await startForwardProxy()
    const closed = createTcpServer((socket) => socket.once('data', () => socket.destroy()))
    closed.listen(0, '127.0.0.1')
    await once(closed, 'listening')
    onTestFinished(() => void closed.close())
    const address = closed.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const send = client({ https: proxy.url }, nowhere)
    await expect(send(`https://api.platform.test:${port}/account`)).rejects.toMatchObject({ failure: 'unavailable' })
    expect(proxy.seen).toEqual([`CONNECT api.platform.test:${port}`])
    expect(proxy.tunnels[0]?.[0]).toBe(0x16)
    expect(proxy.tunnels[0]?.toString('latin1')).toContain('api.platform.test')
  })

  it('goes directly to what NO_PROXY names, to this machine, and where there is no proxy for its scheme', async () => {
    const [port, proxy] = [await startPlatform(), await startForwardProxy()]
    const send = client({ http: proxy.url, no: 'internal.test' }, here)
    for (const host of ['api.internal.test', 'internal.test', '127.0.0.1', 'localhost']) {
      expect((await send(`http://${host}:${port}/`)).status, host).toBe(200)
    }
    expect((await client({ https: proxy.url }, here)(`http://api.platform.test:${port}/`)).status).toBe(200)
    expect(proxy.seen).toEqual([])
  })

  it('reads no environment by itself', async () => {
    const [port, proxy] = [await startPlatform(), await startForwardProxy()]
    const before = process.env.HTTP_PROXY
    process.env.HTTP_PROXY = proxy.url
    onTestFinished(() => {
      if (before === undefined) delete process.env.HTTP_PROXY
      else process.env.HTTP_PROXY = before
    })
    expect((await client({ https: proxy.url }, here)(`http://api.platform.test:${port}/`)).status).toBe(200)
    expect(proxy.seen).toEqual([])
  })
})
