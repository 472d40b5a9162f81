import { once } from 'node:events'
import { createServer } from 'node:http'
import { appSchema, methodsOf } from '@app-connections/schemas'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProviderError } from '../src/error.ts'
import { createHttp } from '../src/http.ts'
import { createProviders, type Providers } from '../src/providers.ts'

/** What a platform answers to everything, for one case. */
interface Answer {
  readonly status: number
  readonly body: string
  readonly remaining: string
}

const text = (value: unknown) => JSON.stringify(value) ?? 'null'
const numbers = fc.constantFrom(-1, 0, 0.5, 1, 28_799, 1e13, Number.MAX_SAFE_INTEGER, 1e300)
const values = fc.oneof(fc.jsonValue(), numbers, fc.constantFrom('', '2026-01-01T00:00:00Z', 'x'.repeat(5_000)))
/** Names that platforms' answers have, so that what is strange stands where something is looked for. */
const names = fc.constantFrom(
  ...['id', 'email', 'name', 'access_token', 'refresh_token', 'expires_in', 'user_id', 'token', 'remaining', 'scope'],
  ...['client', 'user', 'owner', 'service', 'cursor', 'message', 'suspended_at', 'created_at', 'authorization'],
)
const object = fc.dictionary(names, fc.oneof(values, fc.dictionary(names, values)))
const bodies = fc.oneof(fc.array(object, { maxLength: 3 }).map(text), object.map(text), values.map(text), fc.string())
const answers: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 206, 400, 401, 402, 403, 404, 422, 429, 500),
  body: bodies,
  remaining: fc.constantFrom('4500', '-1', '1e9', '99999999999', 'many', ''),
})

describe('whatever a platform answers', () => {
  let answer: Answer = { status: 200, body: '{}', remaining: '1' }
  let tokens: Answer | undefined
  const server = createServer((request, response) => {
    const { status, body, remaining } = request.url === '/oauth/token' ? (tokens ?? answer) : answer
    response.writeHead(status, { 'content-type': 'application/json', 'ratelimit-remaining': remaining }).end(body)
  })
  const http = createHttp()
  let providers: Providers

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const url = `http://127.0.0.1:${address.port}`
    const client = { HEROKU_OAUTH_CLIENT_ID: 'client', HEROKU_OAUTH_CLIENT_SECRET: 'secret-of-the-client' }
    providers = createProviders({ HEROKU_API_URL: url, HEROKU_ID_URL: url, RENDER_API_URL: url, ...client }, http)
  })
  afterAll(async () => {
    await http.close()
    server.close()
  })

  const deadline = () => AbortSignal.timeout(5_000)
  const secret = 'a-token-that-nobody-has'
  const given = { authToken: secret, apiKey: secret }
  const stored = { ...given, refreshToken: 'a-refresh-token' }

  /** Every call that a provider makes, by its name. */
  const calls = () =>
    appSchema.options.flatMap((app) => {
      const provider = providers.of(app)
      return methodsOf(app).flatMap((method) => {
        const { connect, consent } = provider.method(method) ?? {}
        const { session, refresh, revoke } = provider.open(method, stored)
        const all: [string, (() => Promise<unknown>) | undefined][] = [
          ['connect', connect && (() => connect(given, deadline()))],
          ['exchange', consent && (() => consent.exchange('code', deadline()))],
          ['checkClient', consent && (() => consent.checkClient(deadline()))],
          ['refresh', refresh && (() => refresh(deadline()))],
          ['revoke', revoke && (() => revoke(deadline()))],
          ['check', () => session.check(deadline())],
          ['headroom', session.headroom && (() => session.headroom?.(deadline()) ?? Promise.resolve())],
          ['resources', session.resources && (() => session.resources?.(deadline()) ?? Promise.resolve())],
        ]
        return all.flatMap(([name, call]) => (call === undefined ? [] : [{ name: `${app} ${method} ${name}`, call }]))
      })
    })

  it('is a value or a ProviderError, in every call of every provider', async () => {
    expect(calls().length).toBeGreaterThan(12)
    await fc.assert(
      fc.asyncProperty(answers, async (each) => {
        answer = each
        tokens = undefined
        for (const { name, call } of calls()) {
          const outcome = await call().then(
            () => undefined,
            (error: unknown) => error,
          )
          if (outcome !== undefined) expect(outcome, name).toBeInstanceOf(ProviderError)
        }
      }),
      { numRuns: 60, seed: 20_261_130 },
    )
  })

  it('loses no grant that came with a token: it is kept, and its end is a time or unknown', async () => {
    const consents = appSchema.options.flatMap((app) =>
      methodsOf(app).flatMap((method) => {
        const { consent } = providers.of(app).method(method) ?? {}
        const { refresh } = providers.of(app).open(method, stored)
        return [
          ...(consent ? [() => consent.exchange('code', deadline())] : []),
          ...(refresh ? [() => refresh(deadline())] : []),
        ]
      }),
    )
    expect(consents).toHaveLength(2)
    await fc.assert(
      fc.asyncProperty(object, values, values, async (rest, expires_in, refresh_token) => {
        // What is asked of the account after an exchange may fail in any way; the grant is there all the same.
        answer = { status: 200, body: text({ ...rest, id: 1 }), remaining: 'many' }
        const body = text({ ...rest, access_token: 'a-new-token', refresh_token, expires_in })
        tokens = { status: 200, body, remaining: '' }
        for (const call of consents) {
          const { stored: kept, expiresAt } = await call()
          expect(JSON.stringify(kept)).toContain('a-new-token')
          if (expiresAt !== null) expect(Number.isNaN(expiresAt.getTime())).toBe(false)
        }
      }),
      { numRuns: 60, seed: 20_261_130 },
    )
  })
})
