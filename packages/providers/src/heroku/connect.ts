import * as z from 'zod'
import type { Account, Connected, JsonObject, Observed } from '../contract.ts'
import { ProviderError } from '../error.ts'
import type { HerokuClient } from './client.ts'
import { refusedMessage } from './errors.ts'

/**
 * The parts of `GET /account` (Platform API schema, `account`) that are kept. A text that is no e-mail address is left
 * out, because it is stored in clear and might be anything.
 */
export const account = z
  .object({ id: z.string(), email: z.email().optional().catch(undefined) })
  .transform(({ id, email }): Account => (email === undefined ? { id } : { id, email }))
export const anyList = z.array(z.unknown())

/**
 * Checks a Heroku token of any scope. `/account` answers tokens of scope `global` and `identity`; for the others it is
 * 403, and `/apps` answers. 401 means a dead token. So does 403 on both, because Heroku gives that for some expired
 * keys (help.heroku.com, "my API key no longer works").
 */
export async function connect(client: HerokuClient, authToken: string, deadline: AbortSignal): Promise<Connected> {
  const owner = await probe(client, authToken, deadline)
  return {
    stored: { authToken },
    identity: tokenIdentity(authToken),
    account: owner,
    observed: seenBy(owner),
    // Heroku says when a pasted token ends only to tokens of scope `global`.
    expiresAt: null,
  }
}

/** What identifies a token that was given or made. */
export function tokenIdentity(authToken: string): JsonObject {
  return { app: 'heroku', method: 'auth-token', authToken }
}

/** The account of a token of any scope. Rejects as `connect` does. */
export async function probe(client: HerokuClient, token: string, deadline: AbortSignal): Promise<Account> {
  try {
    const { body } = await client.get('/account', account, { token, deadline })
    return body
  } catch (error) {
    if (!isInsufficientScope(error)) throw error
  }
  try {
    await client.get('/apps', anyList, { token, deadline, range: 'id ..; max=1' })
    return {}
  } catch (error) {
    if (!isInsufficientScope(error)) throw error
    throw new ProviderError('refused', refusedMessage, { detail: error.detail, cause: error })
  }
}

/** What the probe that returned this account has tried: `/account`, and `/apps` only where that was refused. */
export function seenBy(owner: Account): Observed {
  return owner.id === undefined ? { account: false, apps: true } : { account: true }
}

export function isInsufficientScope(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.failure === 'insufficient_scope'
}
