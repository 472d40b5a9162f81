import { engines } from '@app-connections/db/testing/engines'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization, type TestOrganization } from './admin.ts'
import { type Answer, errorOf } from './http.ts'
import { dataOf, newAccount, siteUrl, type TestServer, useServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'
const trpcError = z.object({
  error: z.object({ message: z.string(), data: z.looseObject({ statusCode: z.number() }) }),
})

/** The error body under `error.data`, whose status is that of the answer. */
function trpcErrorOf(answer: Answer) {
  const { data } = trpcError.parse(answer.body).error
  expect(data.statusCode, answer.text).toBe(answer.status)
  return data
}

describe.each(engines)('the border on %s', (engine) => {
  const server = useServer({ engine })
  let organization: TestOrganization
  let cookie: string
  beforeAll(async () => {
    organization = await newOrganization(server())
    cookie = organization.admin.cookie
  })
  const whoAmI = (headers: Record<string, string>) => server().call('GET', '/api/trpc/session.whoAmI', { headers })
  const createProject = (headers: Record<string, string>, body: unknown = { name: 'Shop' }) =>
    server().call('POST', '/api/trpc/projects.create', { headers, body })

  it('REST takes the bearer alone: a cookie is no caller, and beside a bearer it is ignored', async () => {
    expect(errorOf(await server().call('GET', path, { headers: { cookie, origin: siteUrl } }))).toMatchObject({
      statusCode: 401,
    })
    const both = await server().call('GET', path, { token: organization.tokens.admin, headers: { cookie } })
    expect(both.status).toBe(200)
  })

  it('tRPC takes a bearer or the cookie, never both', async () => {
    const authorization = `Bearer ${organization.tokens.admin}`
    expect(dataOf(await whoAmI({ cookie }))).toMatchObject({ kind: 'person', id: organization.admin.personId })
    expect(dataOf(await whoAmI({ authorization }))).toMatchObject({ kind: 'identity' })
    expect(trpcErrorOf(await whoAmI({ cookie, authorization }))).toMatchObject({ statusCode: 400 })
    expect(trpcErrorOf(await whoAmI({}))).toMatchObject({ statusCode: 401 })
    expect(trpcErrorOf(await whoAmI({ authorization: 'Bearer nonsense' }))).toMatchObject({ statusCode: 401 })
  })

  it('a cookie that is forged, cut or of another key is nobody', async () => {
    const [name = '', value = ''] = cookie.split('=')
    const token = decodeURIComponent(value)
    const [bare = '', signature = ''] = [
      token.slice(0, token.lastIndexOf('.')),
      token.slice(token.lastIndexOf('.') + 1),
    ]
    const forged = [
      bare,
      `${bare}.`,
      `${bare}.${Buffer.alloc(32).toString('base64')}`,
      `x${token}`,
      `.${signature}`,
      '%',
      '',
    ]
    for (const each of forged) {
      expect(
        trpcErrorOf(await whoAmI({ cookie: `${name}=${each === '%' ? '%' : encodeURIComponent(each)}` })),
        each,
      ).toMatchObject({
        statusCode: 401,
      })
    }
  })

  it('a call with the cookie that is not GET must come from our own pages, as JSON', async () => {
    const json = 'application/json'
    const refused = [
      { cookie },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
      { cookie, origin: `${siteUrl}.evil.example` },
      { cookie, origin: siteUrl, 'content-type': 'text/plain' },
      { cookie, origin: siteUrl, 'content-type': 'application/x-www-form-urlencoded' },
      { cookie, origin: siteUrl, 'content-type': 'multipart/form-data; boundary=x' },
    ]
    for (const headers of refused) {
      const answer = await createProject({ ...headers }, JSON.stringify({ name: 'Forged' }))
      expect(trpcErrorOf(answer), JSON.stringify({ ...headers, cookie: '…' })).toMatchObject({
        statusCode: 403,
        error: 'PermissionDenied',
      })
    }
    const accepted = await createProject({ cookie, origin: siteUrl, 'content-type': `${json}; charset=utf-8` })
    expect(dataOf(accepted)).toMatchObject({ name: 'Shop' })
    const { data } = z
      .object({ data: z.array(z.object({ name: z.string() })) })
      .parse({ data: dataOf(await server().call('GET', '/api/trpc/projects.list', { headers: { cookie } })) })
    expect(data.map(({ name }) => name)).toEqual(['Shop'])
  })

  it('a mutation is no GET', async () => {
    const answer = await server().call('GET', '/api/trpc/projects.create?input=%7B%22name%22%3A%22x%22%7D', {
      headers: { cookie },
    })
    expect(trpcErrorOf(answer)).toMatchObject({ statusCode: 405, error: 'MethodNotAllowed' })
  })

  it('a batch holds at most twenty calls', async () => {
    const batch = (calls: number) => {
      const procedures = Array.from({ length: calls }, () => 'session.whoAmI').join(',')
      return server().call('GET', `/api/trpc/${procedures}?batch=1&input=%7B%7D`, { headers: { cookie } })
    }
    const answers = z.array(z.object({ result: z.object({ data: z.unknown() }) })).parse((await batch(20)).body)
    expect(answers).toHaveLength(20)
    const over = await batch(21)
    expect(over.status).toBe(400)
    expect(trpcErrorOf(over)).toMatchObject({ reqId: over.headers.get('x-request-id') })
    expect(over.text).not.toContain(organization.admin.personId)
  })

  it('every call of a batch has its own status, and one that fails spares the others', async () => {
    const answer = await server().call('GET', '/api/trpc/session.whoAmI,nothing.here?batch=1&input=%7B%7D', {
      headers: { cookie },
    })
    expect(answer.body).toMatchObject([
      { result: { data: { kind: 'person' } } },
      { error: { data: { statusCode: 404, error: 'NotFound' } } },
    ])
  })

  it('no answer carries a header that lets other origins in', async () => {
    const origin = 'https://evil.example'
    for (const [method, address] of [
      ['GET', path],
      ['OPTIONS', path],
      ['OPTIONS', '/api/trpc/session.whoAmI'],
      ['GET', '/api/trpc/session.whoAmI'],
      ['POST', '/api/auth/sign-in/email'],
      ['GET', '/healthz'],
    ] as const) {
      const answer = await server().call(method, address, {
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      const cors = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
      expect(cors, `${method} ${address}`).toEqual([])
    }
  })

  it('the organization of a person is their only one, or the one they name, and no other', async () => {
    const list = (headers: Record<string, string> = {}) =>
      server().call('GET', '/api/trpc/appConnections.list?input=%7B%7D', { headers: { cookie, ...headers } })
    expect((await list()).status).toBe(200)
    expect((await list({ 'x-organization-id': organization.admin.orgId })).status).toBe(200)
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nonsense', '__proto__']) {
      expect(trpcErrorOf(await list({ 'x-organization-id': id })), id).toMatchObject({
        statusCode: 404,
        message: `Could not find organization with ID ${id}`,
      })
    }
  })

  it('a person of several organizations must name one: 400 lists theirs', async () => {
    const made = dataOf(await organization.admin.mutate('organizations.create', { name: 'Second' }))
    const { id } = z.looseObject({ id: z.uuid() }).parse(made)
    const list = (headers: Record<string, string> = {}) =>
      server().call('GET', '/api/trpc/appConnections.list?input=%7B%7D', { headers: { cookie, ...headers } })
    const error = trpcErrorOf(await list())
    expect(error).toMatchObject({ statusCode: 400, message: expect.stringContaining('x-organization-id') })
    for (const own of [id, organization.admin.orgId]) {
      expect(error.message).toContain(own)
      expect((await list({ 'x-organization-id': own })).status).toBe(200)
    }
  })

  it('the address in X-Forwarded-For is not believed from whoever connects', async () => {
    await server().call('GET', '/healthz', { headers: { 'x-forwarded-for': '203.0.113.7' } })
    expect(lastAddress(server())).toBe('127.0.0.1')
  })

  it('the session cookie keeps to this site and out of scripts', async () => {
    const { email, password } = organization.admin
    const body = { email, password }
    const answer = await server().call('POST', '/api/auth/sign-in/email', { body, headers: { origin: siteUrl } })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^app-connections\.session_token=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/i),
      expect.stringMatching(/^app-connections\.browser=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/i),
    ])
    expect(answer.headers.get('strict-transport-security')).toBeNull()
  })

  it('the log holds no query string', async () => {
    server().secrets.add('canary-in-a-query')
    for (const address of [path, '/healthz', '/nothing', '/api/trpc/session.whoAmI', '/api/auth/get-session']) {
      await server().call('GET', `${address}?token=canary-in-a-query`, { headers: { cookie } })
    }
  })
})

/** The address in the last line of the log about a request. */
function lastAddress({ log }: TestServer): string | undefined {
  const lines = log.map((line) =>
    z.object({ msg: z.literal('request'), address: z.string() }).safeParse(JSON.parse(line)),
  )
  return lines.flatMap(({ data }) => data ?? []).at(-1)?.address
}

describe('behind a proxy that ends TLS, on PGlite', () => {
  const site = 'https://connections.example.com'
  const server = useServer({ engine: 'PGlite', variables: { SITE_URL: site, TRUST_PROXY: '127.0.0.1' } })

  it('the session cookie is bound to the host and to TLS', async () => {
    const account = newAccount()
    const body = { code: server().setupCode, organization: 'Acme', name: 'Ada', ...account }
    server().secrets.add(account.password)
    await server().call('POST', '/api/trpc/setup.complete', { body })
    const answer = await server().call('POST', '/api/auth/sign-in/email', { body: account, headers: { origin: site } })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-app-connections\.session_token=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/i,
      ),
      expect.stringMatching(
        /^__Host-app-connections\.browser=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/i,
      ),
    ])
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
    const cookie = `${answer.headers.getSetCookie()[0]}`.split(';', 1)[0]
    const whoAmI = await server().call('GET', '/api/trpc/session.whoAmI', { headers: { cookie: `${cookie}` } })
    expect(dataOf(whoAmI)).toMatchObject({ email: account.email })
  })

  it('the address is the last one that the proxy has forwarded', async () => {
    await server().call('GET', '/healthz', { headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' } })
    expect(lastAddress(server())).toBe('203.0.113.7')
  })
})
