import { type Sandbox, type Scope, startSandbox } from '@app-connections/heroku-sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, createProviders, type Provider } from '../index.ts'

describe('a check of a Heroku credential in the sandbox', () => {
  const http = createHttp()
  let sandbox: Sandbox
  let heroku: Provider
  const deadline = () => AbortSignal.timeout(5_000)
  const session = (stored: unknown) => heroku.open('auth-token', stored).session
  const mint = async (scope: Scope, expiresIn: number | null = null) => {
    const { token } = await sandbox.control.mintToken({ scope: [scope], expiresIn })
    return { authToken: token }
  }

  beforeAll(async () => {
    sandbox = await startSandbox()
    heroku = createProviders({ HEROKU_API_URL: sandbox.url }, http).of('heroku')
  })
  afterEach(async () => {
    await sandbox.control.setSwitches({ rateLimitsScope: 'any', authorizationTokens: 'redacted-in-lists' })
    await sandbox.control.clearFaults()
  })
  afterAll(async () => {
    await http.close()
    await sandbox.close()
  })

  it.each([
    ['global', true, true],
    ['identity', true, false],
    ['read', false, true],
    ['write', false, true],
    ['read-protected', false, true],
    ['write-protected', false, true],
  ] as const)('sees what a token of scope %s reaches', async (scope, account, apps) => {
    const checked = await session(await mint(scope)).check(deadline())
    expect(checked.observed).toEqual({ account, apps })
    expect(checked.account.email).toBe(account ? 'ada@example.com' : undefined)
    expect(checked.expiresAt).toBeUndefined()
  })

  it('learns when a token ends where the token may know, shown redacted or in clear', async () => {
    for (const authorizationTokens of ['redacted', 'clear'] as const) {
      await sandbox.control.setSwitches({ authorizationTokens })
      const { expiresAt } = await session(await mint('global', 3_600)).check(deadline())
      expect(Math.abs((expiresAt?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5_000)
    }
    expect((await session(await mint('identity', 3_600)).check(deadline())).expiresAt).toBeUndefined()
  })

  it('costs no more calls than it says, and says how many are left', async () => {
    const stored = await mint('global')
    await sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 2_000 })
    const { remaining } = await session(stored).check(deadline())
    expect(remaining).toBeGreaterThanOrEqual(2_000 - (heroku.allowance?.callsPerCheck ?? 0))
    expect(remaining).toBeLessThanOrEqual(2_000)
    const left = await session(stored).headroom?.(deadline())
    expect(await session(stored).headroom?.(deadline())).toBe(left)
    expect(left).toBe(remaining)
  })

  it('does not know how many calls are left where the token may not ask', async () => {
    await sandbox.control.setSwitches({ rateLimitsScope: 'account' })
    expect(await session(await mint('read')).headroom?.(deadline())).toBeNull()
  })

  it('is refused with a dead token, and with one that Heroku answers 403 everywhere', async () => {
    const minted = await sandbox.control.mintToken()
    await sandbox.control.revokeToken(minted.id)
    const dead = { authToken: minted.token }
    await expect(session(dead).check(deadline())).rejects.toMatchObject({ failure: 'refused' })
    await expect(session(dead).headroom?.(deadline())).rejects.toMatchObject({ failure: 'refused' })
    const stored = await mint('global')
    await sandbox.control.setFault({ times: null, effect: { kind: 'status', status: 403, id: 'forbidden' } })
    await expect(session(stored).check(deadline())).rejects.toMatchObject({ failure: 'refused' })
  })
})
