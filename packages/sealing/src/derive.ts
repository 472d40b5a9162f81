import { hkdfSync } from 'node:crypto'
import type { KeyEncryptionKey } from './key-encryption-key.ts'

/**
 * Derives `length` bytes from the key-encryption key for one purpose (HKDF-SHA-256), the same in every process that has
 * the key and the salt. They reveal nothing of the key.
 */
export function derive(kek: KeyEncryptionKey, purpose: string, salt: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', kek.key, salt, `app-connections ${purpose} v1`, length))
}
