import { failure } from './operation-error.ts'

// Who calls, and what they may do.

export const notSignedIn = failure('notSignedIn', () => 'Sign in or send an access token')
export const tokenMissing = failure('tokenMissing', () => 'Send an access token: Authorization: Bearer <token>')
export const tokenRefused = failure('tokenRefused', () => 'The access token is malformed, unknown, expired or revoked')
export const tokenEnded = failure('tokenEnded', () => 'The access token is unknown or has ended')
export const tokenNotRenewable = failure(
  'tokenNotRenewable',
  () => 'The access token is unknown, has ended or cannot be renewed',
)
export const metricsTokenMissing = failure(
  'metricsTokenMissing',
  () => 'Send METRICS_TOKEN: Authorization: Bearer <token>',
)
export const loginRefused = failure('loginRefused', () => 'Invalid credentials')
export const loginLocked = failure(
  'loginLocked',
  () => 'Too many failed log-ins from this address: try again in 5 minutes',
)
export const tooManyPasswords = failure(
  'tooManyPasswords',
  (seconds: number) => `Too many wrong passwords for this account. Try again in ${seconds} seconds.`,
  (retryAfterSeconds) => ({ retryAfterSeconds }),
)
export const freshSignInNeeded = failure(
  'freshSignInNeeded',
  () => 'Give your password first (session.provePassword): it is more than 10 minutes since you last did',
  () => ({ details: [{ action: 'prove', subject: 'password' }] }),
)
export const wrongPassword = failure('wrongPassword', () => 'The password is wrong')
export const tokenAndCookie = failure('tokenAndCookie', () => 'Send an access token or the session cookie, not both')
export const denied = failure(
  'denied',
  (action: string, subject: string) => `You are not allowed to ${action} on ${subject}`,
  (action, subject) => ({ details: [{ action, subject }] }),
)
export const untrustedAddress = failure(
  'untrustedAddress',
  () => 'You are not allowed to access this resource from the current IP address',
  () => ({ details: [{ action: 'access', subject: 'ip-address' }] }),
)
export const personalTokenElsewhere = failure(
  'personalTokenElsewhere',
  () => 'A personal token is for the use of connections (proxy/…, proxy-rights and leases) alone: this call takes none',
  () => ({ details: [{ action: 'use', subject: 'personal-token' }] }),
)
export const foreignOrigin = failure(
  'foreignOrigin',
  (ownOrigin: string) => `This call must come from ${ownOrigin} (header Origin)`,
)
export const crossSite = failure('crossSite', (ownOrigin: string) => `This call must come from ${ownOrigin}`)
export const opensCredential = failure(
  'opensCredential',
  () => 'This opens a credential: with the session cookie, send it as POST',
)
export const notSentAsJson = failure('notSentAsJson', () => 'This call must be JSON (content-type: application/json)')
