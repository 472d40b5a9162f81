import { randomBytes, randomUUID } from 'node:crypto'
import type { AccessToken, Account, Authorization, Grant, RefreshToken, Scope, State, TokenShape } from './state.ts'

/** A fresh random token of one of Heroku's three shapes. */
function newToken(shape: TokenShape): string {
  if (shape === 'uuid') return randomUUID()
  if (shape === 'prefixed-uuid') return `HRKU-${randomUUID()}`
  // 43 random bytes are 58 characters of base64url; Heroku's own example starts with AA.
  return `HRKU-AA${randomBytes(43).toString('base64url').padEnd(58, 'A')}`
}

/** Adds an authorization without any token yet. */
export function addAuthorization(
  state: State,
  now: number,
  input: {
    account: Account
    scope: Scope[]
    description: string
    clientId?: string
    sessionId?: string
    isApiKey?: boolean
  },
): Authorization {
  const authorization: Authorization = {
    id: randomUUID(),
    accountId: input.account.id,
    clientId: input.clientId ?? null,
    sessionId: input.sessionId ?? null,
    description: input.description,
    scope: [...new Set(input.scope)].sort(),
    isApiKey: input.isApiKey ?? false,
    createdAt: now,
    updatedAt: now,
  }
  state.authorizations.set(authorization.id, authorization)
  return authorization
}

/** Issues an access token; `lifetimeSeconds` null never expires. */
export function issueAccessToken(
  state: State,
  now: number,
  authorization: Authorization,
  options: { lifetimeSeconds: number | null; shape?: TokenShape },
): AccessToken {
  const shape = options.shape ?? 'long'
  const token: AccessToken = {
    id: randomUUID(),
    token: newToken(shape),
    shape,
    authorizationId: authorization.id,
    lifetimeSeconds: options.lifetimeSeconds,
    expiresAt: options.lifetimeSeconds === null ? null : now + options.lifetimeSeconds * 1000,
    createdAt: now,
  }
  state.accessTokens.set(token.token, token)
  return token
}

/** Issues a refresh token of the long shape. */
export function issueRefreshToken(
  state: State,
  now: number,
  authorization: Authorization,
  seconds: number | null,
): RefreshToken {
  const token: RefreshToken = {
    id: randomUUID(),
    token: newToken('long'),
    authorizationId: authorization.id,
    expiresAt: seconds === null ? null : now + seconds * 1000,
    createdAt: now,
    replacedAt: null,
  }
  state.refreshTokens.set(token.token, token)
  return token
}

/** The newest row of one authorization: rows are inserted in the order they were made. */
export function newestOf<Row extends { authorizationId: string }>(
  rows: Map<string, Row>,
  authorizationId: string,
): Row | undefined {
  let newest: Row | undefined
  for (const row of rows.values()) if (row.authorizationId === authorizationId) newest = row
  return newest
}

/** Ends every access token of an authorization. */
export function removeAccessTokens(state: State, authorizationId: string): void {
  for (const row of state.accessTokens.values())
    if (row.authorizationId === authorizationId) state.accessTokens.delete(row.token)
}

/** Ends an authorization with everything issued under it. */
export function removeAuthorization(state: State, authorizationId: string): void {
  state.authorizations.delete(authorizationId)
  removeAccessTokens(state, authorizationId)
  for (const row of state.refreshTokens.values())
    if (row.authorizationId === authorizationId) state.refreshTokens.delete(row.token)
  for (const row of state.grants.values()) if (row.authorizationId === authorizationId) state.grants.delete(row.code)
}

/** Whole seconds until an instant; null for what never expires. */
export function secondsLeft(expiresAt: number | null, now: number): number | null {
  return expiresAt === null ? null : Math.max(0, Math.floor((expiresAt - now) / 1000))
}

/** Issues a code that a client can exchange once for tokens under this authorization. */
export function issueGrant(state: State, now: number, authorization: Authorization, seconds: number): Grant {
  const grant: Grant = {
    id: randomUUID(),
    code: randomUUID(),
    authorizationId: authorization.id,
    expiresAt: now + seconds * 1000,
    usedAt: null,
  }
  state.grants.set(grant.code, grant)
  return grant
}
