import { randomBytes } from 'node:crypto'

/** 192 random bits as text that no escaping changes. */
export function randomToken(): string {
  return randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'x')
}
