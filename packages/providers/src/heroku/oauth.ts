import { below } from '../address.ts'
import type { Account, Consent, JsonObject, Method } from '../contract.ts'
import { ProviderError, type ProviderFailure } from '../error.ts'
import { endOf } from '../reason.ts'
import type { HerokuClient } from './client.ts'
import { probe, seenBy } from './connect.ts'
import { refusedMessage } from './errors.ts'
import type { HerokuIdentity, TokenAnswer } from './identity.ts'
import type { StoredCredential } from './stored.ts'

/**
 * The scope of the consent: the account's identity, and its apps with their config vars (Dev Center, "OAuth", Scopes).
 */
const scope = 'identity write-protected'

/**
 * Heroku's web flow. It has no PKCE and ignores `redirect_uri`: the one callback registered with the client is used.
 * `now` is in milliseconds.
 */
export function createHerokuOAuth(options: {
  client: HerokuClient
  identity: HerokuIdentity
  idUrl: string
  clientId: string
  now?: () => number
}): Required<Pick<Method<unknown, StoredCredential>, 'consent' | 'refresh'>> {
  const { client, identity, clientId } = options
  const now = options.now ?? Date.now
  const consent: Consent = {
    clientId,
    scope,
    authorizeUrl(state) {
      const url = below(options.idUrl, '/oauth/authorize')
      url.search = new URLSearchParams({ client_id: clientId, response_type: 'code', scope, state }).toString()
      return url.href
    },
    async exchange(code, deadline) {
      const answer = await identity.exchange({ grant_type: 'authorization_code', code }, deadline)
      const expiresAt = endOf(answer.expires_in, now())
      const stored = toStored(answer, undefined)
      const { owner: account, unverified } = await ownerOf(client, answer.access_token, deadline)
      return {
        stored,
        identity: {
          app: 'heroku',
          method: 'oauth',
          userId: answer.user_id ?? account.id ?? null,
          refreshToken: answer.refresh_token ?? null,
        },
        account: { ...(answer.user_id ? { id: answer.user_id } : {}), ...account, scope },
        observed: unverified === undefined ? seenBy(account) : {},
        expiresAt,
        ...(unverified === undefined ? {} : { unverified }),
      }
    },
    checkClient: (deadline) => identity.checkClient(deadline),
  }
  return {
    consent,
    async refresh(old, deadline) {
      if (old.refreshToken === undefined)
        throw new ProviderError('refused', refusedMessage, { detail: 'no refresh token' })
      const fields = { grant_type: 'refresh_token', refresh_token: old.refreshToken }
      const answer = await identity.exchange(fields, deadline)
      return { stored: toStored(answer, old), expiresAt: endOf(answer.expires_in, now()) }
    },
  }
}

/** The account of a token that was just issued, or why it could not be read. Rejects where the token is refused. */
async function ownerOf(
  client: HerokuClient,
  token: string,
  deadline: AbortSignal,
): Promise<{ owner: Account; unverified?: ProviderFailure }> {
  try {
    return { owner: await probe(client, token, deadline) }
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure === 'refused') throw error
    return { owner: {}, unverified: error.failure }
  }
}

function toStored(answer: TokenAnswer, old: StoredCredential | undefined): JsonObject {
  const refreshToken = answer.refresh_token ?? old?.refreshToken
  const userId = answer.user_id ?? old?.userId
  return {
    authToken: answer.access_token,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(userId === undefined ? {} : { userId }),
  }
}
