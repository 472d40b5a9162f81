import type { Withdrawal } from '../contract.ts'
import { ownAuthorization } from './authorization.ts'
import type { HerokuClient } from './client.ts'
import { isInsufficientScope } from './connect.ts'
import type { StoredCredential } from './stored.ts'

/**
 * Withdraws a credential. One from OAuth is a session, which is ended as the current one (`~`) with all its tokens. A
 * pasted token is an authorization, found among those of its account. Both need a scope that not every token has.
 */
export async function revoke(
  client: HerokuClient,
  { authToken: token, refreshToken }: StoredCredential,
  deadline: AbortSignal,
): Promise<Withdrawal> {
  try {
    if (refreshToken !== undefined) {
      await client.remove('/oauth/sessions/~', { token, deadline })
      return 'revoked'
    }
    const own = await ownAuthorization(client, { token, deadline })
    if (own === undefined) return 'not_possible'
    await client.remove(`/oauth/authorizations/${own.id}`, { token, deadline })
    return 'revoked'
  } catch (error) {
    if (isInsufficientScope(error)) return 'not_possible'
    throw error
  }
}
