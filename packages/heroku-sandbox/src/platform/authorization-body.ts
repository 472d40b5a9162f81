import type { Authorization } from '../state.ts'
import { newestOf, secondsLeft } from '../tokens.ts'
import { iso, type World } from '../world.ts'

/** A token with its middle replaced by ten asterisks, as lists may show it. */
function redactToken(token: string): string {
  return `${token.slice(0, 8)}**********${token.slice(-4)}`
}

/** An authorization as Heroku shows it (schema: oauth-authorization). */
export function authorizationBody(world: World, authorization: Authorization, redacted: boolean) {
  const { state } = world
  const now = world.now()
  const shown = (token: string) => (redacted ? redactToken(token) : token)
  const account = state.accounts.get(authorization.accountId)
  const client = authorization.clientId === null ? undefined : state.clients.get(authorization.clientId)
  const access = newestOf(state.accessTokens, authorization.id)
  const refresh = newestOf(state.refreshTokens, authorization.id)
  const grant = newestOf(state.grants, authorization.id)
  return {
    access_token: access
      ? { expires_in: secondsLeft(access.expiresAt, now), id: access.id, token: shown(access.token) }
      : null,
    client: client ? { id: client.id, name: client.name, redirect_uri: client.redirectUri } : null,
    created_at: iso(authorization.createdAt),
    description: authorization.description,
    grant:
      grant && grant.usedAt === null
        ? { code: grant.code, expires_in: secondsLeft(grant.expiresAt, now) ?? 0, id: grant.id }
        : null,
    id: authorization.id,
    refresh_token: refresh
      ? { expires_in: secondsLeft(refresh.expiresAt, now), id: refresh.id, token: shown(refresh.token) }
      : null,
    scope: authorization.scope,
    session: authorization.sessionId === null ? null : { id: authorization.sessionId },
    updated_at: iso(authorization.updatedAt),
    user: { email: account?.email ?? '', full_name: account?.name ?? null, id: authorization.accountId },
  }
}
