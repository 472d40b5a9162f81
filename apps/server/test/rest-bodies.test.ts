import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { engines } from '@app-connections/db/testing/engines'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization } from './admin.ts'
import { type Answer, errorOf } from './http.ts'
import { dataOf, useServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'
const twoMebibytes = 2 * 1024 * 1024

/** The paths of the issues of a 422, each with its message. */
function issuesOf(answer: Answer): Record<string, string> {
  const { statusCode, error, message } = errorOf(answer)
  expect([statusCode, error]).toEqual([422, 'ValidationFailure'])
  if (typeof message === 'string') throw new Error('a 422 lists issues')
  const issues = Object.fromEntries(message.map((issue) => [issue.path.join('.'), issue.message]))
  // Each mistake once.
  expect(Object.keys(issues)).toHaveLength(message.length)
  return issues
}

describe.each(engines)('the bodies REST is sent on %s with the sandbox', (engine) => {
  const server = useServer({ engine })
  let token: string
  beforeAll(async () => {
    token = (await newOrganization(server())).tokens.admin
  })

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    server().call('POST', path, { token, body, headers })
  const valid = async (name: string) => ({
    method: 'auth-token',
    name,
    credentials: { authToken: await server().mint() },
  })
  const names = async () => {
    const { appConnections } = z
      .object({ appConnections: z.array(z.object({ name: z.string() })) })
      .parse((await server().call('GET', path, { token })).body)
    return appConnections.map(({ name }) => name)
  }

  it('every wrong field is named at once, without its value', async () => {
    const everything = {
      method: 'a-value',
      credentials: 'a-value',
      name: 'Not A-value!',
      description: 'a-value'.repeat(40),
      projectId: '',
      isPlatformManagedCredentials: true,
      isAutoRotationEnabled: null,
      gatewayId: 'a-value',
      rotation: { rotationInterval: 1 },
    }
    const answer = await post(everything)
    const { credentials: _credentials, ...rest } = everything
    expect(Object.keys(issuesOf(answer)).sort()).toEqual(Object.keys(rest).sort())
    expect(issuesOf(answer)).toMatchObject({
      name: 'name field can only contain lowercase letters, numbers, and hyphens',
      description: 'Description cannot exceed 256 characters',
      gatewayId: 'Not supported for Heroku Connections',
      rotation: 'Not supported for Heroku Connections',
      isAutoRotationEnabled: 'Not supported for Heroku Connections',
    })
    expect(answer.text).not.toContain('a-value')

    const withMethod = await post({ ...everything, method: 'auth-token', credentials: { authToken: '' } })
    expect(Object.keys(issuesOf(withMethod))).toContain('credentials.authToken')
  })

  it('tRPC gives the same, with the same status', async () => {
    const body = { app: 'heroku', method: 'auth-token', name: '', credentials: {} }
    const answer = await server().call('POST', '/api/trpc/appConnections.create', { token, body })
    expect(answer.status).toBe(422)
    const { error } = z.object({ error: z.object({ data: z.unknown() }) }).parse(answer.body)
    const rest = await post({ ...body })
    const expected = { ...errorOf(rest), reqId: answer.headers.get('x-request-id') }
    expect(error.data).toEqual(expected)
  })

  it.each([
    ['a line break', 'HRKU-one\nHRKU-two'],
    ['a euro sign', 'HRKU-€'],
    ['a space', 'HRKU- x'],
    ['a NUL', 'HRKU-\u0000'],
    ['half a surrogate pair', 'HRKU-\ud800'],
  ])('a token with %s in it is refused before Heroku is asked', async (_title, authToken) => {
    await server().sandbox.control.clearRequests()
    const answer = await post({ method: 'auth-token', name: 'odd', credentials: { authToken } })
    expect(issuesOf(answer)).toEqual({
      'credentials.authToken': 'Auth Token must not contain spaces, line breaks or non-ASCII characters',
    })
    expect(await server().sandbox.control.requests()).toEqual([])
  })

  it.each([
    ['nothing', undefined, {}],
    ['an empty text', '', {}],
    ['an empty object', {}, {}],
    ['null', 'null', {}],
    ['a list', [], {}],
    ['a text', '"text"', {}],
    ['a number', '5', {}],
  ])('%s is a body without its fields: 422', async (_title, body, headers) => {
    expect(Object.keys(issuesOf(await post(body, headers))).length).toBeGreaterThan(0)
  })

  it('a token that is too long, of another type or missing is refused as such', async () => {
    for (const [credentials, message] of [
      [{ authToken: 'x'.repeat(4_097) }, 'Auth Token cannot exceed 4096 characters'],
      [{ authToken: 5 }, 'Auth Token must be a string'],
      [{}, 'Auth Token required'],
      [{ authToken: '   ' }, 'Auth Token required'],
    ] as const) {
      const answer = await post({ method: 'auth-token', name: 'odd', credentials })
      expect(issuesOf(answer)).toEqual({ 'credentials.authToken': message })
    }
  })

  it('unknown keys are ignored, those of prototypes included, and pollute nothing', async () => {
    const fields = JSON.stringify(await valid('unknown-keys')).slice(1)
    const keys = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1,"app":"fly"'
    const answer = await post(`{${keys},"nested":{"__proto__":{"polluted":1}},${fields}`)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.text).not.toContain('polluted')
    expect('polluted' in {}).toBe(false)
  })

  it('of a key that comes twice the last one counts', async () => {
    const { credentials } = await valid('x')
    const answer = await post(
      `{"name":"first","method":"auth-token","name":"last","credentials":${JSON.stringify(credentials)}}`,
    )
    expect(z.object({ appConnection: z.object({ name: z.string() }) }).parse(answer.body).appConnection.name).toBe(
      'last',
    )
  })

  it('description and name are kept as they came, after trimming', async () => {
    const body = { ...(await valid('  trimmed ')), description: '  naïve € 🦄 \n ' }
    expect((await post(body)).body).toMatchObject({ appConnection: { name: 'trimmed', description: 'naïve € 🦄' } })
    expect((await post({ ...(await valid('no-text')), description: 'a\u0000b' })).status).toBe(422)
    expect(await names()).not.toContain('no-text')
  })

  it('another content type is 415', async () => {
    const body = JSON.stringify(await valid('other-type'))
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      expect(errorOf(await post(body, { 'content-type': type })), type).toMatchObject({
        statusCode: 415,
        error: 'UnsupportedMediaType',
      })
    }
    expect(
      (await post(await valid('with-charset'), { 'content-type': 'application/json; charset=utf-8' })).status,
    ).toBe(200)
  })

  it('two mebibytes are 413, and 401 without a token: nobody unknown is read to the end', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(twoMebibytes) })
    expect(errorOf(await post(body))).toMatchObject({ statusCode: 413, error: 'PayloadTooLarge' })
    expect(errorOf(await server().call('POST', path, { body }))).toMatchObject({ statusCode: 401 })
    const overTrpc = await server().call('POST', '/api/trpc/appConnections.create', { token, body })
    expect(overTrpc.body).toMatchObject({ error: { data: { statusCode: 413 } } })
    expect(overTrpc.status).toBe(413)
  })

  it.each([path, '/api/trpc/appConnections.create'])(
    'a client that still writes when its body is refused gets the answer: %s',
    async (where) => {
      const { hostname, port } = new URL(server().url)
      const socket = connect(Number(port), hostname)
      const head = [`POST ${where} HTTP/1.1`, `host: ${hostname}`, `authorization: Bearer ${token}`]
      socket.write(
        `${[...head, 'content-type: application/json', `content-length: ${twoMebibytes}`].join('\r\n')}\r\n\r\n`,
      )
      const [answer] = await once(socket, 'data')
      expect(String(answer)).toMatch(/^HTTP\/1.1 413 /)
      // The second half is sent once the first has been read: a closed connection would break this write.
      socket.write(' '.repeat(twoMebibytes / 2))
      await setTimeout(100)
      socket.write(`${' '.repeat(twoMebibytes / 2)}GET /healthz HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`)
      const [next] = await once(socket, 'data')
      socket.destroy()
      expect(String(next)).toMatch(/^HTTP\/1.1 200 /)
    },
  )

  it('the service still answers after all that', async () => {
    expect((await post(await valid('at-the-end'))).status).toBe(200)
    const over = await server().call('POST', '/api/trpc/appConnections.create', {
      token,
      body: { app: 'heroku', ...(await valid('over-trpc')) },
    })
    expect(dataOf(over)).toMatchObject({ name: 'over-trpc', credentials: {} })
  })
})
