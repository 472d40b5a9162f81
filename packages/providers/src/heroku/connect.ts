import * as z from 'zod'
import type { Account, Connected, Observed } from '../contract.ts'
import { ProviderError } from '../error.ts'
import type { HerokuClient } from './client.ts'
import { refusedMessage } from './errors.ts'

/**
 * `GET /account` (Platform API schema, `account`), as much of it as is kept. An address that is none is left out: it is
 * stored in clear, and nothing else may get there by that way.
 */
export const account = z
  .object({ id: z.string(), email: z.email().optional().catch(undefined) })
  .transform(({ id, email }): Account => (email === undefined ? { id } : { id, email }))
export const anyList = z.array(z.unknown())

/**
 * Checks a Heroku token of any scope. `/account` answers tokens of scope `global` and `identity`; to the others it says
 * 403, and then `/apps` answers. 401 anywhere is a dead token; 403 on both is one too, because Heroku shows some expired
 * keys so (help.heroku.com, "my API key no longer works").
 */
export async function connect(client: HerokuClient, authToken: string, deadline: AbortSignal): Promise<Connected> {
  const owner = await probe(client, authToken, deadline)
  return {
    stored: { authToken },
    identity: { app: 'heroku', method: 'auth-token', authToken },
    account: owner,
    observed: seenBy(owner),
    // Heroku tells the end of a pasted token only to tokens of scope `global`.
    expiresAt: null,
  }
}

/** Whose token it is, whatever its scope. Rejects as `connect` does. */
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

/** What a probe that gave this account has tried: `/account`, and `/apps` only where that was out of reach. */
export function seenBy(owner: Account): Observed {
  return owner.id === undefined ? { account: false, apps: true } : { account: true }
}

export function isInsufficientScope(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.failure === 'insufficient_scope'
}
