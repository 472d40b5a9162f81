import { once } from 'node:events'
import { createServer } from 'node:http'
import { inspect } from 'node:util'
import { type FaultInput, type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectToken } from './heroku/test/platform.ts'
import { createHttp, createProviders, type Provider, ProviderError } from './index.ts'

/** How long after its deadline a call may end, in milliseconds, on a slow machine. */
const graceMs = 1_500

it('calls a platform while more streams to it stand still than it has connections for calls', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/now') response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const http = createHttp()
  const [platform, headers, gone] = ['Heroku', {}, new AbortController()]
  const still = Array.from({ length: 100 }, () =>
    http.stream({ platform, method: 'GET', origin, path: '/never', headers, body: null, signal: gone.signal }),
  )
  try {
    const deadline = AbortSignal.timeout(8_000)
    const answer = await http.send({ platform, method: 'GET', url: new URL('/now', origin), headers, deadline })
    expect(answer.status).toBe(200)
  } finally {
    gone.abort()
    await Promise.allSettled(still)
    await http.close()
    server.closeAllConnections()
    server.close()
  }
})

describe('a platform that fails, as the sandbox plays it', () => {
  const http = createHttp()
  let sandbox: Sandbox
  let elsewhere: Sandbox
  let heroku: Provider
  let token: string

  beforeAll(async () => {
    sandbox = await startSandbox()
    elsewhere = await startSandbox()
    heroku = createProviders({ HEROKU_API_URL: sandbox.url }, http).of('heroku')
    token = (await sandbox.control.mintToken({ scope: ['read'] })).token
  })
  afterEach(() => sandbox.control.clearFaults())
  afterAll(async () => {
    await http.close()
    await Promise.all([sandbox.close(), elsewhere.close()])
  })

  /** The failure of a call. Asserts that it came in time and contains nothing of the token. */
  async function failureOf(deadlineMs: number): Promise<ProviderError> {
    const started = performance.now()
    const thrown: unknown = await connectToken(heroku, token, AbortSignal.timeout(deadlineMs)).then(
      () => expect.unreachable('it should have failed'),
      (error: unknown) => error,
    )
    expect(performance.now() - started).toBeLessThan(deadlineMs + graceMs)
    if (!(thrown instanceof ProviderError)) throw thrown
    expect(inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(token)
    return thrown
  }

  const faults: [string, FaultInput['effect'], ProviderError['failure']][] = [
    ['status 500', { kind: 'status', status: 500 }, 'unavailable'],
    ['status 503', { kind: 'status', status: 503 }, 'unavailable'],
    ['status 404', { kind: 'status', status: 404 }, 'unavailable'],
    ['status 406', { kind: 'status', status: 406 }, 'unavailable'],
    ['a 502 in HTML', { kind: 'html' }, 'unavailable'],
    ['a 200 in HTML', { kind: 'html', status: 200 }, 'unavailable'],
    ['a connection that is reset', { kind: 'reset' }, 'unavailable'],
    ['a connection that is reset after the request took effect', { kind: 'reset', when: 'after' }, 'unavailable'],
    ['JSON that breaks off', { kind: 'wrong-json' }, 'unavailable'],
    ['JSON of another shape', { kind: 'wrong-json', body: '"a text"' }, 'unavailable'],
    ['an empty body', { kind: 'wrong-json', body: '' }, 'unavailable'],
    ['a body without end', { kind: 'endless-body' }, 'unavailable'],
    ['429', { kind: 'rate-limit', retryAfter: 1 }, 'rate_limited'],
  ]
  for (const path of ['/account', '/apps']) {
    it.each(faults)(`%s at ${path} is reported within the deadline`, async (_title, effect, failure) => {
      await sandbox.control.setFault({ path, effect })
      expect((await failureOf(10_000)).failure).toBe(failure)
    })
  }

  it.each<[string, FaultInput['effect']]>([
    ['hangs', { kind: 'hang' }],
    ['hangs after the request took effect', { kind: 'hang', when: 'after' }],
    ['is late', { kind: 'latency', ms: 60_000 }],
    ['sends a byte at a time', { kind: 'drip', ms: 20 }],
  ])('a platform that %s is timed out at the deadline', async (_title, effect) => {
    await sandbox.control.setFault({ path: '/account', effect })
    expect((await failureOf(300)).failure).toBe('timed_out')
  })

  it('one deadline covers all requests of a call', async () => {
    await sandbox.control.setFault({ path: '/ac*', effect: { kind: 'latency', ms: 250 } })
    await sandbox.control.setFault({ path: '/apps', effect: { kind: 'latency', ms: 250 } })
    expect((await failureOf(400)).failure).toBe('timed_out')
  })

  it.each([301, 302, 303, 307, 308] as const)('a redirect with %i is not followed', async (status) => {
    const location = `${elsewhere.url}/account`
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'redirect', location, status } })
    expect((await failureOf(10_000)).failure).toBe('unavailable')
    expect(await elsewhere.control.requests()).toEqual([])
  })

  it('is asked once: nothing is tried again', async () => {
    await sandbox.control.clearRequests()
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 503 } })
    await failureOf(10_000)
    expect(await sandbox.control.requests()).toHaveLength(1)
  })

  it('does not harm the calls after it', async () => {
    for (const [, effect] of faults) {
      await sandbox.control.setFault({ path: '/account', effect })
      await failureOf(10_000)
      await connectToken(heroku, token, AbortSignal.timeout(5_000))
    }
  })

  it('a port that nobody listens on is reported as unavailable', async () => {
    const gone = await startSandbox()
    await gone.close()
    const provider = createProviders({ HEROKU_API_URL: gone.url }, http).of('heroku')
    await expect(connectToken(provider, token, AbortSignal.timeout(5_000))).rejects.toMatchObject({
      failure: 'unavailable',
    })
  })
})

describe('an answer of the sandbox', () => {
  it('is read up to the limit and refused beyond it', async () => {
    const sandbox = await startSandbox()
    const { token } = await sandbox.control.mintToken()
    const send = async (maxBytes: number) => {
      const http = createHttp({ maxBytes })
      const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
      const call = { platform: 'Heroku', method: 'GET', url: new URL('/account', sandbox.url), headers } as const
      return http.send({ ...call, deadline: AbortSignal.timeout(5_000) }).finally(http.close)
    }
    const { status, headers, text } = await send(1024 * 1024)
    expect(status).toBe(200)
    expect(headers['content-type']).toContain('application/json')
    const bytes = Buffer.byteLength(text)
    expect((await send(bytes)).text).toHaveLength(text.length)
    await expect(send(bytes - 1)).rejects.toMatchObject({
      failure: 'unavailable',
      detail: `GET /account: answer longer than ${bytes - 1} bytes`,
    })
    await sandbox.close()
  })
})
