import { type KeyObject, randomUUIDv7 } from 'node:crypto'
import type { KeyEncryptionKey } from './key-encryption-key.ts'
import { unwrapKey, wrapNewKey } from './wrapping.ts'

/** A data key as it is stored: wrapped by the key-encryption key, and bound to its id and organization. */
export interface WrappedKey {
  /** UUIDv7. */
  readonly id: string
  readonly wrapped: Uint8Array
}

/** A data key ready for use: AES-256, for the records of one organization. */
export interface DataKey {
  readonly id: string
  readonly key: KeyObject
}

/** A new random data key for the organization, wrapped for storage. */
export function createDataKey(kek: KeyEncryptionKey, orgId: string): WrappedKey {
  const id = randomUUIDv7()
  return { id, wrapped: wrapNewKey(kek, { purpose: 'data-key', orgId, recordId: id }) }
}

/** Throws SealingError `wrong-key` or `damaged` (altered, or of another organization or id). */
export function openDataKey(kek: KeyEncryptionKey, orgId: string, key: WrappedKey): DataKey {
  return { id: key.id, key: unwrapKey(kek, { purpose: 'data-key', orgId, recordId: key.id }, key.wrapped) }
}
