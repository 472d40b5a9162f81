import { createHmac, type KeyObject } from 'node:crypto'
import { canonicalJson, type JsonValue } from './canonical-json.ts'
import type { KeyEncryptionKey } from './key-encryption-key.ts'
import { unwrapKey, wrapNewKey } from './wrapping.ts'

/** An organization's key for fingerprints. It is never rotated: equal credentials keep equal fingerprints. */
export interface FingerprintKey {
  readonly key: KeyObject
}

/** A new random fingerprint key for the organization, wrapped for storage. */
export function createFingerprintKey(kek: KeyEncryptionKey, orgId: string): Buffer {
  return wrapNewKey(kek, { purpose: 'fingerprint-key', orgId, recordId: orgId })
}

/** Throws SealingError `wrong-key` or `damaged` (altered, or of another organization). */
export function openFingerprintKey(kek: KeyEncryptionKey, orgId: string, wrapped: Uint8Array): FingerprintKey {
  return { key: unwrapKey(kek, { purpose: 'fingerprint-key', orgId, recordId: orgId }, wrapped) }
}

/**
 * HMAC-SHA-256 over the canonical JSON of `value`, as 64 hex digits: tells whether two secrets of one organization are
 * equal, and nothing else to whoever lacks the key. Throws TypeError for what is not JSON.
 */
export function fingerprint(key: FingerprintKey, value: JsonValue): string {
  return createHmac('sha256', key.key).update(canonicalJson(value), 'utf8').digest('hex')
}
