import { inspect } from 'node:util'
import { defaultSwitches, type FaultEffect, type Switches } from '@app-connections/heroku-sandbox'
import { describe, expect, it } from 'vitest'
import { ProviderError } from '../index.ts'
import { type StoredCredential, storedCredential } from './stored.ts'
import { useHerokuOAuth } from './test/heroku-oauth.ts'

const deadline = () => AbortSignal.timeout(5_000)
const yesOrNo = [false, true] as const
const reuses = ['accepted', 'refused', 'revokes'] as const
const combinations = yesOrNo.flatMap((refreshTokenRotates) =>
  reuses.flatMap((refreshTokenReuse) =>
    yesOrNo.map((refreshEndsOldAccessTokens) => ({
      refreshTokenRotates,
      refreshTokenReuse,
      refreshEndsOldAccessTokens,
    })),
  ),
)
const titled = (switches: Partial<Switches>) => [JSON.stringify(switches).replaceAll('"', ''), switches] as const

describe('refresh with the sandbox', () => {
  const test = useHerokuOAuth()

  async function connected(): Promise<StoredCredential> {
    const { consent, code } = test()
    const stored = storedCredential.parse((await consent.exchange(await code(), deadline())).stored)
    return remember(stored)
  }
  async function refreshed(old: StoredCredential): Promise<StoredCredential> {
    return remember(storedCredential.parse((await test().refresh(old, deadline())).stored))
  }
  function remember(stored: StoredCredential): StoredCredential {
    test().secrets.add(stored.authToken)
    test().secrets.add(`${stored.refreshToken}`)
    return stored
  }
  const works = async (stored: StoredCredential) =>
    ((await test().open(stored).session.resources?.(deadline())) ?? []).length > 0
  async function failureOf(work: Promise<unknown>): Promise<string> {
    const thrown: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(thrown instanceof ProviderError)) throw new Error('it should have been refused', { cause: thrown })
    const printed = inspect(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true })
    for (const secret of test().secrets) expect(printed).not.toContain(secret)
    return thrown.failure
  }

  it.each(combinations.map(titled))('goes on from generation to generation where %s', async (_title, switches) => {
    await test().sandbox.control.setSwitches({ ...defaultSwitches, ...switches })
    let stored = await connected()
    for (let generation = 0; generation < 3; generation += 1) {
      const before = stored
      stored = await refreshed(before)
      expect(stored.authToken).not.toBe(before.authToken)
      expect(stored.refreshToken === before.refreshToken).toBe(!switches.refreshTokenRotates)
      expect(stored.userId).toBe(before.userId)
      expect(await works(stored)).toBe(true)
    }
  })

  it.each(combinations.map(titled))(
    'answers an old refresh token as Heroku does where %s',
    async (_title, switches) => {
      await test().sandbox.control.setSwitches({ ...defaultSwitches, ...switches })
      const first = await connected()
      const second = await refreshed(first)
      if (!switches.refreshTokenRotates || switches.refreshTokenReuse === 'accepted') {
        expect(await works(await refreshed(first))).toBe(true)
      } else {
        expect(await failureOf(test().refresh(first, deadline()))).toBe('refused')
        const alive = switches.refreshTokenReuse === 'refused'
        expect(await works(second).catch(() => false)).toBe(alive)
      }
    },
  )

  it.each([401, 400, 403] as const)('calls a refresh token that Heroku answers with %s refused', async (status) => {
    await test().sandbox.control.setSwitches({ invalidRefreshStatus: status })
    const stored = { ...(await connected()), refreshToken: 'HRKU-never-was' }
    test().secrets.add(stored.refreshToken)
    expect(await failureOf(test().refresh(stored, deadline()))).toBe('refused')
  })

  it('tells our own wrong secret from a refused token, though Heroku answers both with 400', async () => {
    const { sandbox, refresh } = test()
    await sandbox.control.setSwitches({ invalidRefreshStatus: 400 })
    const stored = await connected()
    const { secret, redirectUri } = await sandbox.control.oauthClient()
    await sandbox.control.setOAuthClient({ secret: 'another', redirectUri })
    expect(await failureOf(refresh(stored, deadline()))).toBe('misconfigured')
    await sandbox.control.setOAuthClient({ secret, redirectUri })
    expect(await works(await refreshed(stored))).toBe(true)
  })

  it('does not call a token refused where the question which of both it is gets no answer', async () => {
    const { sandbox, refresh, tokenCalls } = test()
    await sandbox.control.setSwitches({ invalidRefreshStatus: 400 })
    const stored = { ...(await connected()), refreshToken: 'HRKU-never-was' }
    await sandbox.control.clearRequests()
    // The first call is under way when the second, which asks about the client, is made to fail.
    await sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'latency', ms: 300 } })
    const failure = failureOf(refresh(stored, deadline()))
    await expect.poll(async () => (await tokenCalls()).length).toBe(1)
    await sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'html', status: 502 } })
    expect(await failure).toBe('unavailable')
    expect((await tokenCalls()).map(({ status }) => status)).toEqual([400, 502])
  })

  it.each([
    ['suspended', { suspended: true }, {}],
    ['with an expired password', { passwordExpired: true }, { passwordExpiredStatus: 403 }],
    ['with an expired password, shown by 401', { passwordExpired: true }, { passwordExpiredStatus: 401 }],
  ] as const)('never calls the credential of an account %s refused', async (_title, status, switches) => {
    const { sandbox, refresh } = test()
    await sandbox.control.setSwitches(switches)
    const stored = await connected()
    await sandbox.control.setAccountStatus('ada@example.com', status)
    expect(await failureOf(refresh(stored, deadline()))).toBe('account_problem')
    await sandbox.control.setAccountStatus('ada@example.com', { suspended: false, passwordExpired: false })
    expect(await works(await refreshed(stored))).toBe(true)
  })

  const faults: [string, FaultEffect, string][] = [
    ['a 500', { kind: 'status', status: 500, when: 'before' }, 'unavailable'],
    ['a 502', { kind: 'status', status: 502, when: 'before' }, 'unavailable'],
    ['a 503', { kind: 'status', status: 503, when: 'before' }, 'unavailable'],
    ['a 502 of HTML', { kind: 'html', status: 502, when: 'before' }, 'unavailable'],
    ['a 403 of HTML', { kind: 'html', status: 403, when: 'before' }, 'unavailable'],
    ['a 401 of HTML', { kind: 'html', status: 401, when: 'before' }, 'unavailable'],
    ['a 400 of HTML', { kind: 'html', status: 400, when: 'before' }, 'unavailable'],
    ['a 429', { kind: 'rate-limit' }, 'rate_limited'],
    ['a 404', { kind: 'status', status: 404, when: 'before' }, 'unavailable'],
    ['a reset connection', { kind: 'reset', when: 'before' }, 'unavailable'],
    ['a lost answer', { kind: 'reset', when: 'after' }, 'unavailable'],
    ['no answer', { kind: 'hang', when: 'before' }, 'timed_out'],
    ['broken JSON', { kind: 'wrong-json', body: '{"access_token": "tru', when: 'before' }, 'unavailable'],
    ['an answer that drips', { kind: 'drip', ms: 20 }, 'timed_out'],
    ['an endless answer', { kind: 'endless-body', when: 'before' }, 'unavailable'],
    ['a redirect', { kind: 'redirect', location: 'https://example.com/', status: 307 }, 'unavailable'],
  ]
  it.each(faults)('says %s is no refusal, and sends the token once', async (_title, effect, failure) => {
    const { sandbox, refresh, tokenCalls } = test()
    const stored = await connected()
    await sandbox.control.clearRequests()
    await sandbox.control.setFault({ path: '/oauth/token', effect })
    // What does not end by itself is ended; all else has the time that a busy machine takes.
    const signal = AbortSignal.timeout(failure === 'timed_out' ? 1_000 : 30_000)
    expect(await failureOf(refresh(stored, signal))).toBe(failure)
    const sent = (await tokenCalls()).filter(({ bodyFields }) => bodyFields.includes('refresh_token'))
    expect(sent).toHaveLength(1)
    expect(await works(await refreshed(stored))).toBe(true)
  })

  it('keeps what it has where the answer names no refresh token, no end and no user', async () => {
    const { sandbox, refresh } = test()
    const stored = await connected()
    const body = JSON.stringify({ access_token: 'HRKU-fresh', token_type: 'Bearer' })
    await sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'wrong-json', body } })
    const answer = await refresh(stored, deadline())
    expect(answer).toEqual({ stored: { ...stored, authToken: 'HRKU-fresh' }, expiresAt: null })
  })

  it('loses no token over an end that it cannot read: the end is then unknown', async () => {
    const { sandbox, refresh } = test()
    const stored = await connected()
    for (const expires_in of [0, -1, 'soon', null, 1e13, 1e18]) {
      const body = JSON.stringify({ access_token: 'HRKU-fresh', refresh_token: 'HRKU-next', expires_in })
      await sandbox.control.setFault({ path: '/oauth/token', effect: { kind: 'wrong-json', body } })
      const answer = await refresh(stored, deadline())
      expect(answer).toMatchObject({ stored: { refreshToken: 'HRKU-next' }, expiresAt: null })
    }
  })

  it('has nothing to refresh where a credential was pasted', async () => {
    const { open, refresh, sandbox } = test()
    const { token } = await sandbox.control.mintToken()
    expect(open({ authToken: token }).refreshable).toBe(false)
    expect(open(await connected()).refreshable).toBe(true)
    expect(await failureOf(refresh({ authToken: token }, deadline()))).toBe('refused')
    expect(await test().tokenCalls()).toHaveLength(1)
  })
})
