import { randomUUID } from 'node:crypto'
import { answerConsent, type Scope, startSandbox, type TokenShape } from '@app-connections/heroku-sandbox'
import type { Given, Platform } from '../../../test/platform.ts'
import type { Connected, Provider } from '../../index.ts'

export function tokenInput(authToken: string) {
  return { method: 'auth-token', credentials: { authToken } } satisfies Given
}

/** Connects by a token. */
export async function connectToken(provider: Provider, token: string, deadline: AbortSignal): Promise<Connected> {
  const { method, credentials } = tokenInput(token)
  const connected = await provider.method(method)?.connect?.(credentials, deadline)
  if (connected === undefined) throw new Error('Heroku is connected by tokens')
  return connected
}

const shapes: readonly TokenShape[] = ['uuid', 'prefixed-uuid', 'long']
const scopes: readonly Scope[] = ['global', 'identity', 'read', 'write', 'read-protected', 'write-protected']
/** Only these may read the account. For the others, `/apps` shows that they work. */
const seesAccount: readonly Scope[] = ['global', 'identity']

/** The sandbox, with a token of each shape and scope, and an account for each way to be refused. */
export async function startPlatform(): Promise<Platform> {
  const { url, control, close } = await startSandbox()
  const client = await control.oauthClient()
  const mint = async (scope: Scope, more: { account?: string; shape?: TokenShape; expiresIn?: number } = {}) =>
    tokenInput((await control.mintToken({ scope: [scope], ...more })).token)

  const [ada, grace] = await control.accounts()
  if (ada === undefined || grace === undefined) throw new Error('the sandbox starts with two accounts')
  const known = { id: ada.id, email: ada.email }
  const accepted = []
  for (const shape of shapes) {
    accepted.push({ title: `a token of the shape ${shape}`, input: await mint('global', { shape }), account: known })
  }
  for (const scope of scopes) {
    const account = seesAccount.includes(scope) ? known : {}
    accepted.push({ title: `a token of the scope ${scope}`, input: await mint(scope), account })
  }

  const revoked = await control.mintToken()
  await control.revokeToken(revoked.id)
  const expired = await mint('read', { expiresIn: 1 })
  await control.moveClock(2)
  const refused = [
    { title: 'a token nobody made', input: tokenInput(`HRKU-${randomUUID()}`), sentence: /refused the token/ },
    { title: 'a revoked token', input: tokenInput(revoked.token), sentence: /refused the token/ },
    { title: 'an expired token', input: expired, sentence: /refused the token/ },
  ]
  return {
    variables: {
      HEROKU_API_URL: url,
      HEROKU_ID_URL: url,
      HEROKU_OAUTH_CLIENT_ID: client.id,
      HEROKU_OAUTH_CLIENT_SECRET: client.secret,
    },
    accepted,
    refused,
    consent: async (authorizeUrl) => (await answerConsent(authorizeUrl)).searchParams.get('code') ?? '',
    close,
  }
}
