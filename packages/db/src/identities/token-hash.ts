import { createHash } from 'node:crypto'

/** The SHA-256 under which a token or client secret of 256 random bits is stored: nothing slower is needed for such. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
