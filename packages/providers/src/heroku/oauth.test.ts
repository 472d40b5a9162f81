import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createHttp, createProviders, ProviderError } from '../index.ts'
import { storedCredential } from './stored.ts'
import { useHerokuOAuth } from './test/heroku-oauth.ts'

const deadline = () => AbortSignal.timeout(5_000)

/** Everything that could be printed of a failure, with its causes. */
const everythingOf = (thrown: unknown) => inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true })

describe('consent and code exchange with the sandbox', () => {
  const test = useHerokuOAuth()

  async function failureOf(work: Promise<unknown>): Promise<ProviderError> {
    const thrown: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(thrown instanceof ProviderError)) throw new Error('it should have been refused', { cause: thrown })
    for (const secret of test().secrets) expect(everythingOf(thrown)).not.toContain(secret)
    return thrown
  }

  it('asks for the scope that reads the account and writes config vars, with the state, and names no callback', () => {
    const { consent, sandbox } = test()
    const url = new URL(consent.authorizeUrl('a state'))
    expect(url.origin + url.pathname).toBe(`${sandbox.url}/oauth/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: consent.clientId,
      response_type: 'code',
      scope: 'identity write-protected',
      state: 'a state',
    })
  })

  it('exchanges a code for a credential: what is sealed, whose it is, what it may do and when it ends', async () => {
    const { consent, sandbox, code } = test()
    const before = Date.now()
    const connected = await consent.exchange(await code('grace@example.com'), deadline())
    const stored = storedCredential.parse(connected.stored)
    const grace = (await sandbox.control.accounts()).find(({ email }) => email === 'grace@example.com')
    expect(connected.account).toEqual({ id: grace?.id, email: 'grace@example.com', scope: 'identity write-protected' })
    expect(stored).toEqual({
      authToken: expect.stringMatching(/^HRKU-/),
      refreshToken: expect.stringMatching(/^HRKU-/),
      userId: grace?.id,
    })
    expect(connected.identity).toEqual({
      app: 'heroku',
      method: 'oauth',
      userId: grace?.id,
      refreshToken: stored.refreshToken,
    })
    const endsIn = (connected.expiresAt?.getTime() ?? 0) - before
    expect(endsIn).toBeGreaterThan(28_790_000)
    expect(endsIn).toBeLessThan(28_810_000)
    expect(
      ((await test().open(connected.stored).session.resources?.(deadline())) ?? []).map(({ name }) => name),
    ).toContain('mark-one')
  })

  it('sends the secret in the body alone, without a client id, a redirect address or Basic', async () => {
    await test().consent.exchange(await test().code(), deadline())
    const calls = await test().tokenCalls()
    expect(calls.map(({ bodyFields }) => bodyFields)).toEqual([['grant_type', 'code', 'client_secret']])
    expect(calls[0]?.headers.authorization).toBeUndefined()
  })

  it.each([
    ['a lost answer', { kind: 'reset', when: 'after' }, 'unavailable'],
    ['a connection reset before it has an effect', { kind: 'reset', when: 'before' }, 'unavailable'],
    ['HTML of a router', { kind: 'html', status: 502, when: 'before' }, 'unavailable'],
    ['a 503', { kind: 'status', status: 503, when: 'before' }, 'unavailable'],
    ['broken JSON', { kind: 'wrong-json', when: 'after' }, 'unavailable'],
    [
      'sound JSON without a token',
      { kind: 'wrong-json', body: '{"token_type":"Bearer"}', when: 'after' },
      'unavailable',
    ],
    ['a redirect', { kind: 'redirect', location: 'https://example.com/' }, 'unavailable'],
    ['a limit', { kind: 'rate-limit' }, 'rate_limited'],
    ['no answer by the deadline', { kind: 'hang', when: 'after' }, 'timed_out'],
  ] as const)('sends a code once, whatever comes of it: %s', async (_title, effect, failure) => {
    const { consent, sandbox } = test()
    const code = await test().code()
    await sandbox.control.setFault({ path: '/oauth/token', effect })
    const signal = AbortSignal.timeout(failure === 'timed_out' ? 400 : 30_000)
    expect(await failureOf(consent.exchange(code, signal))).toMatchObject({ failure })
    const codes = (await test().tokenCalls()).filter(({ bodyFields }) => bodyFields.includes('code'))
    expect(codes).toHaveLength(1)
  })

  it('is refused a code that was used, one that is too old and one that never was', async () => {
    const { consent, sandbox, code } = test()
    const used = await code()
    await consent.exchange(used, deadline())
    const old = await code()
    await sandbox.control.moveClock(301)
    for (const each of [used, old, 'never-was']) {
      expect(await failureOf(consent.exchange(each, deadline()))).toMatchObject({ failure: 'refused' })
    }
    expect(await test().tokenCalls()).toHaveLength(4)
  })

  it('says that the operator must mend the client where Heroku does not know its secret', async () => {
    const { sandbox, consent } = test()
    const http = createHttp()
    const variables = {
      HEROKU_API_URL: sandbox.url,
      HEROKU_ID_URL: sandbox.url,
      HEROKU_OAUTH_CLIENT_ID: consent.clientId,
      HEROKU_OAUTH_CLIENT_SECRET: 'not-the-secret',
    }
    const wrong = createProviders(variables, http).of('heroku').method('oauth')?.consent
    if (wrong === undefined) throw new Error('a provider with a client asks for consent')
    const code = await test().code()
    expect(await failureOf(wrong.exchange(code, deadline()))).toMatchObject({
      failure: 'misconfigured',
      message: expect.stringContaining('OAuth client'),
    })
    expect(await wrong.checkClient(deadline())).toBe(false)
    await http.close()
    // The code is still unused.
    expect((await consent.exchange(code, deadline())).account.email).toBe('ada@example.com')
  })

  it('knows by a question that changes nothing whether its own secret is right', async () => {
    expect(await test().consent.checkClient(deadline())).toBe(true)
    await test().sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'status', status: 503 } })
    await expect(test().consent.checkClient(deadline())).rejects.toMatchObject({ failure: 'unavailable' })
  })

  it('says what Heroku holds against the account of a consent, and not that the code is wrong', async () => {
    const { consent, sandbox, code } = test()
    const given = await code('grace@example.com')
    await sandbox.control.setAccountStatus('grace@example.com', { suspended: true })
    expect(await failureOf(consent.exchange(given, deadline()))).toMatchObject({ failure: 'account_problem' })
  })

  it('gives a credential that cannot be tried, and says why; one that is refused it does not', async () => {
    const { consent, sandbox, code } = test()
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 503 } })
    const given = await consent.exchange(await code(), deadline())
    expect(given).toMatchObject({
      unverified: 'unavailable',
      observed: {},
      stored: { refreshToken: expect.any(String) },
    })
    expect(given.account).toEqual({ id: expect.any(String), scope: consent.scope })
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 401, id: 'unauthorized' } })
    expect(await failureOf(consent.exchange(await code(), deadline()))).toMatchObject({ failure: 'refused' })
  })

  it('needs both variables, and without them there is no OAuth', () => {
    const http = createHttp()
    expect(createProviders({}, http).of('heroku').method('oauth')?.consent).toBeUndefined()
    expect(() => createProviders({ HEROKU_OAUTH_CLIENT_ID: 'id' }, http)).toThrow(/HEROKU_OAUTH_CLIENT_SECRET/)
  })
})
