import { randomUUID } from 'node:crypto'
import { badRequest, HerokuError, unauthorized } from '../errors.ts'
import type { AccessToken, Account, Authorization, Client, Grant, RefreshToken, State } from '../state.ts'
import { issueAccessToken, issueRefreshToken, removeAccessTokens, removeAuthorization } from '../tokens.ts'
import type { World } from '../world.ts'

/** Access tokens of the web flow live 8 hours; Heroku answers 28799, so that is what is issued. */
const accessTokenSeconds = 28_799

export type Exchanged = {
  account: Account
  authorization: Authorization
  access: AccessToken
  refresh: RefreshToken
  client: Client
}

/** The client a secret belongs to: the secret alone says which. Throws 400 for an unknown one. */
function clientBySecret(state: State, secret: string | undefined): Client {
  for (const client of state.clients.values()) if (secret !== undefined && client.secret === secret) return client
  throw badRequest('No OAuth client has that secret.')
}

function accountOf(world: World, authorization: Authorization): Account {
  const account = world.state.accounts.get(authorization.accountId)
  if (account === undefined) throw unauthorized('The account of this authorization is gone.')
  return account
}

/** The standing that the identity service looks at before it issues anything. */
function checkMayIssue(world: World, account: Account): void {
  if (account.suspendedAt !== null) throw new HerokuError(403, 'suspended', 'This account is suspended.')
  if (account.passwordExpired) {
    throw new HerokuError(world.state.switches.passwordExpiredStatus, 'password_expired', 'The password has expired.')
  }
}

function usableGrant(
  world: World,
  client: Client,
  code: string | undefined,
): { grant: Grant; authorization: Authorization } {
  const { state } = world
  const grant = state.grants.get(code ?? '')
  const authorization = grant && state.authorizations.get(grant.authorizationId)
  const invalid = unauthorized('The code is not valid.')
  if (grant === undefined || authorization === undefined || authorization.clientId !== client.id) throw invalid
  if (grant.expiresAt <= world.now()) throw invalid
  if (grant.usedAt !== null && state.switches.grantReuse === 'refused') throw invalid
  return { grant, authorization }
}

/** Exchanges a code for a first pair of tokens. Throws 401 for a code that is unknown, used or too old. */
export function exchangeCode(world: World, secret: string | undefined, code: string | undefined): Exchanged {
  const { state } = world
  const client = clientBySecret(state, secret)
  const { grant, authorization } = usableGrant(world, client, code)
  const account = accountOf(world, authorization)
  checkMayIssue(world, account)
  const now = world.now()
  grant.usedAt = now
  if (authorization.sessionId === null) {
    const session = { id: randomUUID(), accountId: account.id, description: client.name, createdAt: now }
    state.sessions.set(session.id, session)
    authorization.sessionId = session.id
  }
  const access = issueAccessToken(state, now, authorization, { lifetimeSeconds: accessTokenSeconds })
  const refresh = issueRefreshToken(state, now, authorization, state.switches.refreshTokenSeconds)
  world.changed()
  return { account, authorization, access, refresh, client }
}

function invalidRefresh(world: World): HerokuError {
  const status = world.state.switches.invalidRefreshStatus
  const ids = { 400: 'bad_request', 401: 'unauthorized', 403: 'forbidden' } as const
  return new HerokuError(status, ids[status], 'The refresh token is not valid.')
}

/** A replaced refresh token came again: accepted, refused, or taken as theft and everything revoked, by switch. */
function checkReuse(world: World, refresh: RefreshToken): void {
  const { refreshTokenReuse } = world.state.switches
  if (refresh.replacedAt === null || refreshTokenReuse === 'accepted') return
  if (refreshTokenReuse === 'revokes') {
    removeAuthorization(world.state, refresh.authorizationId)
    world.changed()
  }
  throw invalidRefresh(world)
}

/** Exchanges a refresh token for a new access token, and for a new refresh token where they rotate. */
export function exchangeRefreshToken(world: World, secret: string | undefined, token: string | undefined): Exchanged {
  const { state } = world
  const client = clientBySecret(state, secret)
  const presented = state.refreshTokens.get(token ?? '')
  const authorization = presented && state.authorizations.get(presented.authorizationId)
  if (presented === undefined || authorization === undefined || authorization.clientId !== client.id) {
    throw invalidRefresh(world)
  }
  const now = world.now()
  if (presented.expiresAt !== null && presented.expiresAt <= now) throw invalidRefresh(world)
  checkReuse(world, presented)
  const account = accountOf(world, authorization)
  checkMayIssue(world, account)
  if (state.switches.refreshEndsOldAccessTokens) removeAccessTokens(state, authorization.id)
  const access = issueAccessToken(state, now, authorization, { lifetimeSeconds: accessTokenSeconds })
  let refresh = presented
  if (state.switches.refreshTokenRotates) {
    presented.replacedAt = now
    refresh = issueRefreshToken(state, now, authorization, state.switches.refreshTokenSeconds)
  }
  authorization.updatedAt = now
  world.changed()
  return { account, authorization, access, refresh, client }
}
