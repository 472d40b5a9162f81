import { createHash, timingSafeEqual } from 'node:crypto'
import type { KeyEncryptionKey } from './key-encryption-key.ts'
import { unwrap, wrap } from './wrapping.ts'

const context = { purpose: 'secret-check', orgId: '', recordId: '' }

/**
 * A record to store once beside the data. By it, a later start tells whether it has the same other secret, such as the
 * one that signs sessions. Sealed, since a hash alone would let a reader of the database try out short secrets.
 */
export function createSecretCheck(kek: KeyEncryptionKey, secret: string): Buffer {
  return wrap(kek, context, digest(secret))
}

/** Whether `record` was made of this secret. Throws SealingError `wrong-key` or `damaged`. */
export function isSecretOf(kek: KeyEncryptionKey, record: Uint8Array, secret: string): boolean {
  const kept = unwrap(kek, context, record)
  const given = digest(secret)
  return kept.length === given.length && timingSafeEqual(kept, given)
}

function digest(secret: string): Buffer {
  return createHash('sha256').update('app-connections secret-check v1\0').update(secret, 'utf8').digest()
}
