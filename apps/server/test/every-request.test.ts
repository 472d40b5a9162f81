import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization, type TestOrganization } from './admin.ts'
import { rawClient } from './fuzz/raw-http.ts'
import { errorOf } from './http.ts'
import { siteUrl, useServer } from './running-server.ts'

const pages = await pagesThatTellWhatTheyGot()

describe('what holds of every request, on PGlite', () => {
  const server = useServer({ engine: 'PGlite', variables: { WEB_PORT: String(pages.port) } })
  let organization: TestOrganization
  let raw: ReturnType<typeof rawClient>
  beforeAll(async () => {
    organization = await newOrganization(server())
    raw = rawClient(server().url)
  })
  afterAll(() => {
    raw.close()
    pages.server.close()
  })

  /** The spellings of one path that a router may treat alike. */
  const spellings = (path: string) => [
    path,
    path.replace('/api', '/%61pi'),
    path.replace('/api', '/ap%69'),
    `http://elsewhere.example${path}`,
  ]
  const connection = '00000000-0000-4000-8000-000000000000'
  const input = encodeURIComponent(JSON.stringify({ app: 'heroku', connectionId: connection }))

  it('a link on another site makes no browser ask the API, however the address is written', async () => {
    const headers = { cookie: organization.admin.cookie, 'sec-fetch-site': 'cross-site' }
    for (const path of spellings(`/api/trpc/appConnections.get?input=${input}`)) {
      const answer = await raw.send('GET', path, headers, undefined)
      expect(answer.status, path).toBe(403)
      expect(answer.headers['cache-control'], path).toBe('no-store')
    }
  })

  it('no answer is kept or framed, whatever its status and however the address is written', async () => {
    const authorization = `Bearer ${organization.tokens.admin}`
    const paths = ['/api/v1/app-connections', '/api/trpc/session.whoAmI', '/api/nothing', '/api/auth/get-session']
    for (const path of [
      ...paths.flatMap(spellings),
      '/healthz',
      '/api/%ff',
      '/api/trpc/session.whoAmI?batch=1&input=x',
    ]) {
      const answer = await raw.send('GET', path, path.includes('auth') ? {} : { authorization }, undefined)
      expect(answer.headers, `${answer.status} ${path}`).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'x-frame-options': 'DENY',
      })
    }
  })

  it('the document of the API may be kept, with a policy of its own, also when it is revalidated', async () => {
    const first = await server().call('GET', '/api/docs')
    const again = await server().call('GET', '/api/docs', {
      headers: { 'if-none-match': `${first.headers.get('etag')}` },
    })
    expect([first.status, again.status]).toEqual([200, 304])
    const policy = first.headers.get('content-security-policy')
    expect(policy).toContain('style-src')
    expect([again.headers.get('content-security-policy'), again.headers.get('cache-control')]).toEqual([
      policy,
      'no-cache',
    ])
  })

  it('a page is sent with the headers that the web app gave it, and is not framed', async () => {
    const page = await server().call('GET', '/sign-in')
    expect(page.headers.get('content-security-policy')).toBe("default-src 'self'")
    expect(page.headers.get('cache-control')).toBe('private')
    expect(page.headers.get('x-frame-options')).toBe('DENY')
  })

  it('a query that opens a credential is no GET of a cookie', async () => {
    const call = (method: string, headers: Record<string, string>) =>
      raw.send(
        method,
        `/api/trpc/appConnections.apps${method === 'GET' ? `?input=${input}` : ''}`,
        headers,
        method === 'GET' ? undefined : JSON.stringify({ app: 'heroku', connectionId: connection }),
      )
    const { cookie } = organization.admin
    const json = { origin: siteUrl, 'content-type': 'application/json' }
    expect(await call('GET', { cookie })).toMatchObject({ status: 405, text: expect.stringContaining('POST') })
    expect(await call('POST', { cookie, ...json })).toMatchObject({ status: 404 })
    expect(await call('POST', { cookie, ...json, origin: 'https://elsewhere.example' })).toMatchObject({ status: 403 })
    expect(await call('GET', { authorization: `Bearer ${organization.tokens.admin}` })).toMatchObject({ status: 404 })
  })

  it('an address with an empty or a parent segment leads nowhere', async () => {
    for (const path of ['//api/v1/app-connections/heroku', '//x', '/a/..%2f..%2fb', '/%2e%2e/b']) {
      const answer = await raw.send('GET', path, {}, undefined)
      expect(answer, path).toMatchObject({ status: 404, text: expect.stringContaining('There is nothing at this') })
    }
  })

  it('a compressed body is 415, and the sentence says so', async () => {
    const answer = await server().call('POST', '/api/v1/auth/universal-auth/login', {
      headers: { 'content-encoding': 'gzip' },
      body: '{}',
    })
    expect(errorOf(answer)).toMatchObject({ statusCode: 415, message: expect.stringContaining('content-encoding') })
  })

  it('headers beyond what is read are 431, and the sentence says so', async () => {
    const answer = await raw.send('GET', '/healthz', { cookie: `a=${'x'.repeat(17_000)}` }, undefined)
    expect(answer).toMatchObject({ status: 431, text: expect.stringContaining('headers are larger') })
  })

  it('two Host headers are one too many', async () => {
    const { hostname, port } = new URL(server().url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.end('GET /healthz HTTP/1.1\r\nHost: a.example\r\nhost: b.example\r\nConnection: close\r\n\r\n')
    const answer = Buffer.concat(await socket.toArray()).toString()
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('Host once')
  })

  it('a client that sends expect: 100-continue gets its page', async () => {
    const answer = await raw.send('GET', '/sign-in', { expect: '100-continue' }, undefined)
    expect(answer.status).toBe(200)
    expect(z.object({ url: z.string() }).parse(JSON.parse(answer.text))).toEqual({ url: '/sign-in' })
  })
})

/** A web app that answers every address with the request's headers, and with headers of its own. */
async function pagesThatTellWhatTheyGot(): Promise<{ server: Server; port: number }> {
  const server = createServer((request, answer) => {
    answer.setHeader('content-security-policy', "default-src 'self'")
    answer.setHeader('cache-control', 'private')
    answer.end(JSON.stringify({ url: request.url }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the pages have no port')
  return { server, port: address.port }
}
