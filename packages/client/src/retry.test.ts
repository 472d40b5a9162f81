import { describe, expect, it } from 'vitest'
import { failing, failure, rejection, result, type Sent, serve } from '../test/http-server.ts'
import { createClient } from './client.ts'
import { errorOf } from './error.ts'
import type { Retry } from './retry.ts'

const auth = { token: 'act_1' }
const connection = {
  app: 'heroku',
  method: 'auth-token',
  credentials: { authToken: 'token' },
  name: 'shop',
} as const

/** A client of a server that gives `answers` in turn and the last one ever after. */
async function clientOf(answers: Sent[], retry?: Retry) {
  const server = await serve(({ paths }, count) => {
    return answers[count - 1] ?? answers.at(-1) ?? { body: paths.map(() => result('fine')) }
  })
  return { server, client: createClient({ url: server.url, auth, ...(retry === undefined ? {} : { retry }) }) }
}

const fine: Sent = { body: [result('fine')] }
const page: Sent = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' }

describe('a query is repeated', () => {
  it.each<[string, Sent]>([
    ['status 429', failing(429)],
    ['status 502', failing(502)],
    ['status 503', failing(503)],
    ['status 504', failing(504)],
    ["a proxy's page of status 502", page],
    ['a broken connection', 'reset'],
    ['an answer cut off', 'cut'],
  ])('after %s', async (_, answer) => {
    const { server, client } = await clientOf([answer, fine])
    expect(await client.session.whoAmI.query()).toBe('fine')
    expect(server.received).toHaveLength(2)
  })

  it('at most twice', async () => {
    const { server, client } = await clientOf([failing(503)])
    expect(errorOf(await rejection(client.session.whoAmI.query()))).toMatchObject({ statusCode: 503 })
    expect(server.received).toHaveLength(3)
  })

  it('as often as was asked for, or not at all', async () => {
    const twice = await clientOf(['reset'], { tries: 2 })
    await rejection(twice.client.session.whoAmI.query())
    expect(twice.server.received).toHaveLength(2)
    const once = await clientOf(['reset'], false)
    await rejection(once.client.session.whoAmI.query())
    expect(once.server.received).toHaveLength(1)
  })

  it.each([0, 11, 1.5, Number.NaN])('never %s times: that is refused', (tries) => {
    expect(() => createClient({ url: 'http://localhost', auth, retry: { tries } })).toThrow(RangeError)
  })

  it.each([400, 401, 403, 404, 409, 412, 422, 500])('not after status %i', async (status) => {
    const { server, client } = await clientOf([failing(status, { 'retry-after': '1' })])
    await rejection(client.session.whoAmI.query())
    expect(server.received).toHaveLength(1)
  })

  it('not before Retry-After has passed', async () => {
    const { client } = await clientOf([failing(429, { 'retry-after': '1' }), fine])
    const started = performance.now()
    await client.session.whoAmI.query()
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })

  it('not where Retry-After asks for more than half a minute, as seconds or as a date', async () => {
    for (const wait of ['31', new Date(Date.now() + 60_000).toUTCString()]) {
      const { server, client } = await clientOf([failing(503, { 'retry-after': wait }), fine])
      const error = errorOf(await rejection(client.session.whoAmI.query()))
      expect(error?.retryAfterSeconds).toBeGreaterThan(30)
      expect(server.received).toHaveLength(1)
    }
  })
})

describe('a mutation', () => {
  it.each<[string, Sent]>([
    ['status 429', failing(429)],
    ['status 503', failing(503)],
    ['a broken connection', 'reset'],
  ])('is not repeated after %s', async (_, answer) => {
    const { server, client } = await clientOf([answer])
    await rejection(client.appConnections.create.mutate(connection))
    await rejection(client.projects.create.mutate({ name: 'Shop' }))
    expect(server.received).toHaveLength(2)
  })

  it.each<[string, Sent]>([
    ['status 503', failing(503)],
    ['a broken connection', 'reset'],
    ['the answer that the first is under way', failing(409, { 'retry-after': '0' })],
  ])('with an idempotency key is repeated with it after %s', async (_, answer) => {
    const { server, client } = await clientOf([answer, fine])
    await client.appConnections.create.mutate({ ...connection, idempotencyKey: 'key' })
    const [first, second] = server.received
    expect(first?.body).toContain('"idempotencyKey":"key"')
    expect(second?.body).toBe(first?.body)
  })

  it('with an idempotency key of another body is not repeated', async () => {
    const { server, client } = await clientOf([failing(409)])
    await rejection(client.appConnections.create.mutate({ ...connection, idempotencyKey: 'key' }))
    expect(server.received).toHaveLength(1)
  })

  it('that takes no idempotency key is not repeated for having one in its input', async () => {
    const { server, client } = await clientOf([failing(503)])
    const input = { name: 'Shop', idempotencyKey: 'key' }
    await rejection(client.projects.create.mutate(input))
    expect(server.received).toHaveLength(1)
  })
})

describe('calls that travel together', () => {
  it('are repeated only as far as they failed', async () => {
    const mixed: Sent = { status: 207, body: [result('one'), failure(503, 'ServiceUnavailable')] }
    const { server, client } = await clientOf([mixed, { body: [result('two')] }])
    expect(await Promise.all([client.session.whoAmI.query(), client.projects.list.query()])).toEqual(['one', 'two'])
    expect(server.calls()).toEqual([['session.whoAmI', 'projects.list'], ['projects.list']])
  })

  it('are repeated only if each of them may be', async () => {
    const { server, client } = await clientOf(['reset', fine])
    const keyed = client.appConnections.create.mutate({ ...connection, idempotencyKey: 'key' })
    const [made, refused] = await Promise.allSettled([keyed, client.projects.create.mutate({ name: 'Shop' })])
    expect([made.status, refused.status]).toEqual(['fulfilled', 'rejected'])
    expect(server.calls()).toEqual([['appConnections.create', 'projects.create'], ['appConnections.create']])
  })
})

describe('a log-in', () => {
  const machine = { clientId: 'id', clientSecret: 'secret' }
  const token = result({ accessToken: 'token', expiresIn: 1000 })

  it.each([429, 503])(
    'that was answered %i is repeated, for a mutation too, of which nothing was sent',
    async (status) => {
      const server = await serve(({ batch }, count) =>
        count === 1 ? failing(status) : { body: batch ? [token] : token },
      )
      await createClient({ url: server.url, auth: machine }).projects.create.mutate({ name: 'Shop' })
      expect(server.calls().flat()).toEqual(['accessTokens.login', 'accessTokens.login', 'projects.create'])
    },
  )

  it('that may have happened is not repeated: a secret may have few uses', async () => {
    const server = await serve(() => 'reset')
    await rejection(createClient({ url: server.url, auth: machine }).session.whoAmI.query())
    expect(server.calls()).toEqual([['accessTokens.login']])
  })
})
