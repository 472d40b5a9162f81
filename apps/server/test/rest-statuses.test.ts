import { randomUUID } from 'node:crypto'
import { tokenHash } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { connectionSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newMachine, newOrganization, newProject, type TestOrganization } from './admin.ts'
import { errorOf, type Request } from './http.ts'
import { useServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'
const single = z.strictObject({ appConnection: connectionSchema })

describe.each(engines)('the REST calls on %s with the sandbox', (engine) => {
  const server = useServer({ engine })
  let organization: TestOrganization
  let token: string
  beforeAll(async () => {
    organization = await newOrganization(server())
    token = organization.tokens.admin
  })

  const input = async (name: string) => ({
    method: 'auth-token',
    name,
    credentials: { authToken: await server().mint() },
  })
  async function create(name: string) {
    const answer = await server().call('POST', path, { token, body: await input(name) })
    expect(answer.status, answer.text).toBe(200)
    return single.parse(answer.body).appConnection
  }
  const failure = async (method: string, address: string, request: Request = {}) =>
    errorOf(await server().call(method, address, request))

  it('answer 200 with the object, the same on every call that returns it', async () => {
    const created = await create('main')
    expect(created).toMatchObject({ app: 'heroku', name: 'main', credentials: {}, version: 1, projectId: null })
    const listed = { appConnections: [created] }
    for (const address of [path, `${path}/`, '/api/v1/app-connections']) {
      expect((await server().call('GET', address, { token })).body).toEqual(listed)
    }
    const one = `${path}/${created.id}`
    expect((await server().call('GET', one, { token })).body).toEqual({ appConnection: created })
    expect((await server().call('DELETE', one, { token })).body).toEqual({ appConnection: created })
    expect((await server().call('GET', path, { token })).body).toEqual({ appConnections: [] })
  })

  it('answer a log-in in JSON and as a form', async () => {
    const { clientId, clientSecret } = await newMachine(server(), organization.admin, 'member')
    const login = '/api/v1/auth/universal-auth/login'
    const form = new URLSearchParams({ clientId, clientSecret }).toString()
    const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const request of [{ body: { clientId, clientSecret } }, { body: form, headers: asForm }]) {
      const answer = await server().call('POST', login, request)
      expect(answer.status).toBe(200)
      const body = z.record(z.string(), z.unknown()).parse(answer.body)
      expect(Object.keys(body).sort()).toEqual(['accessToken', 'accessTokenMaxTTL', 'expiresIn', 'tokenType'])
      server().secrets.add(`${body.accessToken}`)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    const wrong = await failure('POST', login, { body: { clientId, clientSecret: `${clientSecret}x` } })
    expect(wrong).toMatchObject({ statusCode: 401, error: 'UnauthorizedError', message: 'Invalid credentials' })
    expect(await failure('POST', login, { body: {} })).toMatchObject({ statusCode: 422 })
  })

  it('answer 400 to JSON that is none, a taken name, and credentials that Heroku refuses', async () => {
    for (const body of ['{"name":', '{"name":"x"', 'nonsense', '{"a":1}}', '\u0000']) {
      const error = await failure('POST', path, { token, body })
      expect(error).toMatchObject({ statusCode: 400, error: 'BadRequest', message: 'The body is not valid JSON' })
    }
    await create('taken')
    expect(await failure('POST', path, { token, body: await input('taken') })).toMatchObject({
      statusCode: 400,
      message: 'An App Connection with the name "taken" already exists',
    })
    const authToken = `HRKU-${randomUUID()}`
    server().secrets.add(authToken)
    const refused = { ...(await input('refused')), credentials: { authToken } }
    expect(await failure('POST', path, { token, body: refused })).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(/^Heroku refused the token/),
    })
  })

  it('answer 401 to no, a malformed, an unknown and an expired token, and to another scheme', async () => {
    const headers = [
      {},
      { authorization: 'Bearer' },
      { authorization: 'Bearer ' },
      { authorization: 'Bearer nonsense' },
      { authorization: `Bearer act_${'x'.repeat(43)}` },
      { authorization: `Bearer ${token} ${token}` },
      { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}` },
      { authorization: `Token ${token}` },
      { authorization: token },
    ]
    for (const header of headers) {
      for (const [method, address] of [
        ['GET', path],
        ['POST', path],
        ['DELETE', `${path}/${randomUUID()}`],
      ] as const) {
        const answer = await server().call(method, address, { headers: { ...header } })
        expect(errorOf(answer), JSON.stringify(header)).toMatchObject({ statusCode: 401, error: 'UnauthorizedError' })
        expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      }
    }
    expect(await failure('GET', path, { token: await newEndedToken() })).toMatchObject({ statusCode: 401 })
  })

  async function newEndedToken(): Promise<string> {
    const { clientId, clientSecret } = await newMachine(server(), organization.admin, 'admin')
    const body = { clientId, clientSecret }
    const answer = await server().call('POST', '/api/v1/auth/universal-auth/login', { body })
    const { accessToken } = z.object({ accessToken: z.string() }).parse(answer.body)
    const ended = "update access_tokens set expires_at = now() - interval '1 second' where token_hash = $1"
    expect((await server().database.pool.query(ended, [tokenHash(accessToken)])).rowCount).toBe(1)
    return accessToken
  }

  it('answer 403 with the right that is missing, and 404 where even that may not be known', async () => {
    const { member, nobody } = organization.tokens
    const { id } = await create('for-all')
    expect(await failure('POST', path, { token: member, body: await input('x') })).toMatchObject({
      statusCode: 403,
      error: 'PermissionDenied',
      details: [{ action: 'create', subject: 'app-connections' }],
    })
    expect(await failure('DELETE', `${path}/${id}`, { token: member })).toMatchObject({
      statusCode: 403,
      details: [{ action: 'delete', subject: 'app-connections' }],
    })
    expect(await failure('GET', path, { token: nobody })).toMatchObject({ statusCode: 403 })
    expect((await server().call('GET', `${path}/${id}`, { token: member })).status).toBe(200)
    expect(await failure('GET', `${path}/${id}`, { token: nobody })).toMatchObject({
      statusCode: 404,
      error: 'NotFound',
      message: `Could not find App Connection with ID ${id}`,
    })
  })

  it('answer 404 to a project that the caller is not in as to an unknown one', async () => {
    const projectId = await newProject(organization.admin)
    const unknown = randomUUID()
    const answers = []
    for (const id of [projectId, unknown]) {
      for (const request of [
        await server().call('POST', path, { token, body: { ...(await input('x')), projectId: id } }),
        await server().call('GET', `${path}?projectId=${id}`, { token }),
      ]) {
        const { reqId } = errorOf(request)
        answers.push(request.text.replaceAll(id, '<id>').replaceAll(reqId, '<reqId>'))
      }
    }
    expect(answers[0]).toBe(answers[2])
    expect(answers[1]).toBe(answers[3])
    expect(answers.every((text) => text.includes('"statusCode":404'))).toBe(true)
  })

  it('answer 404 to every address that is none, in the same shape', async () => {
    for (const address of [
      '/api/v1',
      '/api/v2/app-connections',
      `${path}/${randomUUID()}/x/y`,
      '/api/v1/app-connections/fly',
    ]) {
      expect(await failure('GET', address, { token }), address).toMatchObject({ statusCode: 404, error: 'NotFound' })
      expect(await failure('POST', address, { token, body: {} }), address).toMatchObject({ statusCode: 404 })
    }
  })

  it('answer 405 to a wrong verb, with those that there are', async () => {
    const one = `${path}/${randomUUID()}`
    const wrong = [
      ['PUT', path, 'POST, GET, HEAD'],
      ['DELETE', path, 'POST, GET, HEAD'],
      ['PUT', one, 'GET, HEAD, PATCH, DELETE'],
      ['POST', one, 'GET, HEAD, PATCH, DELETE'],
      ['OPTIONS', path, 'POST, GET, HEAD'],
      ['POST', '/api/v1/app-connections', 'GET, HEAD'],
      ['GET', '/api/v1/auth/universal-auth/login', 'POST'],
    ] as const
    for (const [method, address, allow] of wrong) {
      const answer = await server().call(method, address, { token })
      expect(errorOf(answer), `${method} ${address}`).toMatchObject({ statusCode: 405, error: 'MethodNotAllowed' })
      expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allow.split(', ').sort())
    }
  })

  it('answer 422 to an id that is none', async () => {
    for (const id of ['nonsense', '1', '__proto__', 'constructor', '%00', '..%2f', '%F0%9F%A6%84', 'x'.repeat(4_000)]) {
      for (const method of ['GET', 'DELETE']) {
        expect(await failure(method, `${path}/${id}`, { token }), id).toMatchObject({
          statusCode: 422,
          error: 'ValidationFailure',
          message: [{ path: ['connectionId'], message: 'Invalid uuid' }],
        })
      }
    }
  })

  it('answer HEAD as GET, without a body', async () => {
    const answer = await server().call('HEAD', path, { token })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })
})
