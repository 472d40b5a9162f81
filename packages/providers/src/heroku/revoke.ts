import * as z from 'zod'
import { ProviderError } from '../error.ts'
import type { HerokuClient } from './client.ts'
import { storedCredential } from './stored.ts'

/** An element of `GET /oauth/authorizations`; its token may be redacted in the middle (Heroku CLI's source). */
const authorization = z.object({ id: z.string(), access_token: z.object({ token: z.string() }).nullish() })

/**
 * Withdraws a credential. What OAuth gave is a session, ended as the current one (`~`) with all its tokens; a pasted token
 * is an authorization, found among the account's own. Both take a scope that not every token has.
 */
export async function revoke(
  client: HerokuClient,
  stored: unknown,
  deadline: AbortSignal,
): Promise<'revoked' | 'not_possible'> {
  const { authToken: token, refreshToken } = storedCredential.parse(stored)
  try {
    if (refreshToken !== undefined) {
      await client.remove('/oauth/sessions/~', { token, deadline })
      return 'revoked'
    }
    const list = await client.list('/oauth/authorizations', authorization, { token, deadline })
    const own = list.find(({ access_token }) => access_token != null && shows(access_token.token, token))
    if (own === undefined) return 'not_possible'
    await client.remove(`/oauth/authorizations/${own.id}`, { token, deadline })
    return 'revoked'
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'insufficient_scope') return 'not_possible'
    throw error
  }
}

/** Whether a token, possibly redacted as `prefix**********suffix`, is that one. */
function shows(shown: string, token: string): boolean {
  const stars = /^([^*]+)\*{3,}([^*]+)$/.exec(shown)
  if (stars === null) return shown === token
  const [, prefix = '', suffix = ''] = stars
  return token.startsWith(prefix) && token.endsWith(suffix)
}
