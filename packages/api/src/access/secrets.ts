import { randomBytes, randomInt } from 'node:crypto'
import { userCodeLength, userCodeLetters } from '@app-connections/schemas'

/**
 * 256 random bits in base64url after a prefix that names the kind of secret; scanners for leaked secrets find it by
 * that.
 */
function secret(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`
}

export const newAccessToken = () => secret('act')
export const newClientSecret = () => secret('acs')
export const newInvitationToken = () => secret('aci')
export const newResetToken = () => secret('acr')
export const newOAuthState = () => secret('aco')
export const newPersonalToken = () => secret('acp')
export const newDeviceCode = () => secret('acd')

/** A code that a person reads at one place and types at another, for ten minutes. */
export function newUserCode(): string {
  return Array.from({ length: userCodeLength }, () => userCodeLetters[randomInt(userCodeLetters.length)]).join('')
}
