import type { IncomingHttpHeaders } from 'node:http'
import { delinquent, forbidden, passwordExpired, suspended, twoFactorRequired, unauthorized } from './errors.ts'
import type { AccessToken, Account, App, Authorization } from './state.ts'
import type { World } from './world.ts'

export type Identity = { account: Account; authorization: Authorization; token: AccessToken }

/** The token in an `Authorization` header: `Bearer <token>`, or Basic with the token as password and any user. */
export function presentedToken(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(bearer|basic) +([^\s]+) *$/i.exec(header ?? '') ?? []
  if (scheme === undefined || value === undefined) return undefined
  if (scheme.toLowerCase() === 'bearer') return value
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? []
  return password || undefined
}

/** Finds out who calls. Throws 401 for no, unknown and revoked tokens; an expired one is 401 or 403 by switch. */
export function authenticate(world: World, headers: IncomingHttpHeaders): Identity {
  const { state } = world
  const presented = presentedToken(headers.authorization)
  const token = presented === undefined ? undefined : state.accessTokens.get(presented)
  const authorization = token && state.authorizations.get(token.authorizationId)
  const account = authorization && state.accounts.get(authorization.accountId)
  if (token === undefined || authorization === undefined || account === undefined) throw unauthorized()
  if (token.expiresAt !== null && token.expiresAt <= world.now()) {
    throw state.switches.expiredTokenStatus === 403 ? forbidden('Invalid credentials provided.') : unauthorized()
  }
  return { account, authorization, token }
}

/** Refuses what the standing of the account forbids, whatever its token may do. */
export function checkStanding(world: World, account: Account): void {
  if (account.suspendedAt !== null) throw suspended()
  if (account.passwordExpired) throw passwordExpired(world.state.switches.passwordExpiredStatus)
  if (account.delinquentAt !== null) throw delinquent()
}

/** Whether the second factor came with this request, or earlier for this app. */
export function checkSecondFactor(world: World, account: Account, headers: IncomingHttpHeaders, app?: App): void {
  if (!account.twoFactor) return
  if (headers['heroku-two-factor-code'] === account.twoFactorCode) return
  if ((app?.preAuthorizedUntil[account.id] ?? 0) > world.now()) return
  throw twoFactorRequired()
}
