import * as z from 'zod'
import { acceptedVersion } from '../accept.ts'
import { badRequest, notAcceptable, notFound } from '../errors.ts'
import { type Exchanged, exchangeCode, exchangeRefreshToken } from '../identity/exchange.ts'
import { parseBody, type Route } from '../routes.ts'
import type { AccessToken } from '../state.ts'
import { newestOf, secondsLeft } from '../tokens.ts'
import { iso, type World } from '../world.ts'

const CreateToken = z.object({
  grant: z.object({ type: z.string(), code: z.string().optional() }),
  client: z.object({ secret: z.string().optional() }),
  refresh_token: z.object({ token: z.string().optional() }).optional(),
})

/** A token as the API host shows it (schema: oauth-token). */
function tokenBody(world: World, { account, authorization, access, refresh, client }: Exchanged, type: string) {
  const now = world.now()
  const grant = newestOf(world.state.grants, authorization.id)
  return {
    access_token: { expires_in: secondsLeft(access.expiresAt, now), id: access.id, token: access.token },
    authorization: { id: authorization.id },
    client: { secret: client.secret },
    created_at: iso(access.createdAt),
    grant: { code: grant?.code ?? '', type },
    id: access.id,
    refresh_token: { expires_in: secondsLeft(refresh.expiresAt, now), id: refresh.id, token: refresh.token },
    session: { id: authorization.sessionId ?? '' },
    updated_at: iso(access.createdAt),
    user: { id: account.id },
  }
}

export const tokenRoutes: Route[] = [
  {
    method: 'POST',
    path: '/oauth/tokens',
    access: 'public',
    handle(request) {
      if (acceptedVersion(request.headers.accept) === undefined) throw notAcceptable()
      const { world } = request
      const { grant, client, refresh_token } = parseBody(request, CreateToken)
      if (grant.type === 'authorization_code') {
        return { status: 201, body: tokenBody(world, exchangeCode(world, client.secret, grant.code), grant.type) }
      }
      if (grant.type === 'refresh_token') {
        const exchanged = exchangeRefreshToken(world, client.secret, refresh_token?.token)
        return { status: 201, body: tokenBody(world, exchanged, grant.type) }
      }
      throw badRequest('grant.type must be authorization_code or refresh_token.')
    },
  },
  {
    method: 'DELETE',
    path: '/oauth/tokens/:token',
    access: 'oauth',
    handle(call) {
      const { state } = call.world
      let found: AccessToken | undefined
      for (const row of state.accessTokens.values()) if (row.id === call.params.token) found = row
      const authorization = found && state.authorizations.get(found.authorizationId)
      const refresh = authorization && newestOf(state.refreshTokens, authorization.id)
      const client = state.clients.get(authorization?.clientId ?? '')
      const own = authorization?.accountId === call.account.id
      if (!found || !authorization || !refresh || !client || !own) throw notFound('token')
      const body = tokenBody(call.world, { account: call.account, authorization, access: found, refresh, client }, '')
      state.accessTokens.delete(found.token)
      call.world.changed()
      return { status: 200, body }
    },
  },
]
