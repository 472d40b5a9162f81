import { answerConsent, type LoggedRequest, type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Consent, Credential, Refreshed } from '../../contract.ts'
import { createHttp, createProviders } from '../../index.ts'

export interface HerokuOAuthTest {
  readonly sandbox: Sandbox
  readonly consent: Consent
  /** Opens the stored content of a credential by consent. */
  open(stored: unknown): Credential
  refresh(stored: unknown, deadline: AbortSignal): Promise<Refreshed>
  /** Every secret of this test so far: that of the client, codes and tokens. */
  readonly secrets: Set<string>
  /** The code of a consent. */
  code(account?: string): Promise<string>
  /** The calls of the token endpoint so far, by the fields they carried. */
  tokenCalls(): Promise<LoggedRequest[]>
}

/** Heroku's OAuth against a sandbox, for one block of tests. Each test finds the sandbox in its first state. */
export function useHerokuOAuth(): () => HerokuOAuthTest {
  const http = createHttp()
  let made: HerokuOAuthTest | undefined
  beforeAll(async () => {
    const sandbox = await startSandbox({ rateLimits: 'off' })
    const client = await sandbox.control.oauthClient()
    const provider = createProviders(
      {
        HEROKU_API_URL: sandbox.url,
        HEROKU_ID_URL: sandbox.url,
        HEROKU_OAUTH_CLIENT_ID: client.id,
        HEROKU_OAUTH_CLIENT_SECRET: client.secret,
      },
      http,
    ).of('heroku')
    const consent = provider.method('oauth')?.consent
    if (consent === undefined) throw new Error('a provider with a client asks for consent')
    const secrets = new Set([client.secret])
    made = {
      sandbox,
      consent,
      open: (stored) => provider.open('oauth', stored),
      async refresh(stored, deadline) {
        const refresh = provider.open('oauth', stored).refresh
        if (refresh === undefined) throw new Error('a provider with a client refreshes')
        return refresh(deadline)
      },
      secrets,
      async code(account) {
        const back = await answerConsent(consent.authorizeUrl('state'), account === undefined ? {} : { account })
        const code = back.searchParams.get('code') ?? ''
        secrets.add(code)
        return code
      },
      tokenCalls: async () => (await sandbox.control.requests()).filter(({ path }) => path === '/oauth/token'),
    }
  })
  afterEach(async () => {
    await made?.sandbox.control.reset()
  })
  afterAll(async () => {
    await http.close()
    await made?.sandbox.close()
  })
  return () => {
    if (made === undefined) throw new Error('the sandbox is not running yet')
    return made
  }
}
