import { createHash } from 'node:crypto'

/** The SHA-256 under which a token or client secret is stored. With 256 random bits it needs no slower hash. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
