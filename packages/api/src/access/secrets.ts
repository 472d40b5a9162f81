import { randomBytes } from 'node:crypto'

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
