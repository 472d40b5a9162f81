import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { SealingError } from './error.ts'

/** The key that wraps every organization's keys. It is held by whoever runs the server and is never stored with data. */
export interface KeyEncryptionKey {
  /** First 16 hex digits of SHA-256 over a domain-separated key: identifies the key and reveals nothing of it. */
  readonly id: string
  readonly key: KeyObject
}

const keyBytes = 32
const strictBase64 = /^[A-Za-z0-9+/]+={0,2}$/
const howToMakeOne = `Make one with: node -p "require('node:crypto').randomBytes(${keyBytes}).toString('base64')"`

/**
 * Takes 32 bytes in standard base64 (44 characters, no white space).
 * Throws SealingError `invalid-key`, whose message says what to change and never repeats the value.
 */
export function parseKeyEncryptionKey(base64: string): KeyEncryptionKey {
  const bytes = Buffer.from(base64, 'base64')
  try {
    // Buffer skips characters that it cannot read and accepts base64url; only text in its own form is accepted here.
    if (!strictBase64.test(base64) || bytes.toString('base64') !== base64) {
      throw invalidKey(
        'is not plain base64: it must have no spaces, no line breaks, and only the characters A-Z a-z 0-9 + / =',
      )
    }
    if (bytes.length !== keyBytes) throw invalidKey(`holds ${bytes.length} bytes, not ${keyBytes}`)
    return { id: keyId(bytes), key: createSecretKey(bytes) }
  } finally {
    bytes.fill(0)
  }
}

/** A new random key as base64, in the form that {@link parseKeyEncryptionKey} takes. */
export function generateKeyEncryptionKey(): string {
  return randomBytes(keyBytes).toString('base64')
}

function keyId(bytes: Uint8Array): string {
  return createHash('sha256')
    .update('app-connections key-encryption-key id v1\0')
    .update(bytes)
    .digest('hex')
    .slice(0, 16)
}

function invalidKey(problem: string): SealingError {
  return new SealingError('invalid-key', `The key-encryption key ${problem}. ${howToMakeOne}`)
}
