import { randomBytes } from 'node:crypto'

/** 256 random bits in base64url behind a prefix that says what it is; scanners for leaked secrets look for such. */
function secret(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`
}

export const newAccessToken = () => secret('act')
export const newClientSecret = () => secret('acs')
export const newInvitationToken = () => secret('aci')
export const newResetToken = () => secret('acr')
export const newOAuthState = () => secret('aco')
