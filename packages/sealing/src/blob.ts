import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import { SealingError } from './error.ts'
import { encodeContext, type SealContext } from './seal-context.ts'

/*
 * version (1) | key id (16) | nonce (12) | ciphertext | tag (16)
 *
 * AES-256-GCM. NIST SP 800-38D §8.3 allows 2^32 random 96-bit nonces a key: a bound no organization's data key comes
 * near, and the key-encryption key seals only once per organization key.
 */
const algorithm = 'aes-256-gcm'
const formatVersion = 1
export const keyIdBytes = 16
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 1 + keyIdBytes + nonceBytes

/** The parts of a sealed value, nothing of it verified yet. */
export interface Blob {
  readonly keyId: Buffer
  readonly nonce: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

/** Encrypts `plaintext` bound to `context` and to `keyId` (16 bytes), under a fresh random nonce. */
export function sealBlob(key: KeyObject, keyId: Uint8Array, context: SealContext, plaintext: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(encodeContext(formatVersion, context, keyId))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.of(formatVersion), keyId, nonce, ciphertext, cipher.getAuthTag()])
}

/** Splits a sealed value. Throws SealingError `damaged` where it is too short or of an unknown format. */
export function parseBlob(context: SealContext, bytes: Uint8Array): Blob {
  const blob = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (blob.length < headerBytes + tagBytes) throw damaged(context, 'it is cut short')
  if (blob[0] !== formatVersion) throw damaged(context, 'it has a format this version does not know')
  return {
    keyId: blob.subarray(1, 1 + keyIdBytes),
    nonce: blob.subarray(1 + keyIdBytes, headerBytes),
    ciphertext: blob.subarray(headerBytes, -tagBytes),
    tag: blob.subarray(-tagBytes),
  }
}

/** Decrypts. Throws SealingError `damaged` unless every byte and the whole context are those of the sealing. */
export function openBlob(key: KeyObject, context: SealContext, blob: Blob): Buffer {
  const decipher = createDecipheriv(algorithm, key, blob.nonce, { authTagLength: tagBytes })
  decipher.setAAD(encodeContext(formatVersion, context, blob.keyId))
  decipher.setAuthTag(blob.tag)
  const plaintext = decipher.update(blob.ciphertext)
  try {
    return Buffer.concat([plaintext, decipher.final()])
  } catch (cause) {
    throw damaged(context, 'it was altered, or it was sealed elsewhere', { cause })
  } finally {
    plaintext.fill(0)
  }
}

export function damaged(context: SealContext, reason: string, options?: ErrorOptions): SealingError {
  const where = `${context.purpose} of record "${context.recordId}" in organization "${context.orgId}"`
  return new SealingError('damaged', `The sealed ${where} cannot be opened: ${reason}`, options)
}
