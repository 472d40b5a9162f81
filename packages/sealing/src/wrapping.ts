import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { damaged, keyIdBytes, openBlob, parseBlob, sealBlob } from './blob.ts'
import { SealingError } from './error.ts'
import type { KeyEncryptionKey } from './key-encryption-key.ts'
import type { SealContext } from './seal-context.ts'

/** What the key-encryption key seals never changes, so it has no revision to count. */
export type WrapContext = Omit<SealContext, 'revision'>

const secretKeyBytes = 32
const hexId = /^[0-9a-f]{16}$/

/** Seals under the key-encryption key itself; its id, 16 hex digits, fills the blob's 16 bytes of key id as ASCII. */
export function wrap(kek: KeyEncryptionKey, context: WrapContext, plaintext: Uint8Array): Buffer {
  return sealBlob(kek.key, Buffer.from(kek.id, 'ascii'), { ...context, revision: 0 }, plaintext)
}

/**
 * Opens what {@link wrap} made. Throws SealingError `wrong-key`, naming both key ids, where it was made under another
 * key-encryption key, and `damaged` where it was altered or belongs elsewhere.
 */
export function unwrap(kek: KeyEncryptionKey, wrapContext: WrapContext, wrapped: Uint8Array): Buffer {
  const context = { ...wrapContext, revision: 0 }
  const blob = parseBlob(context, wrapped)
  const id = blob.keyId.toString('latin1', 0, keyIdBytes)
  if (!hexId.test(id)) throw damaged(context, 'its key id is unreadable')
  if (id !== kek.id) {
    throw new SealingError(
      'wrong-key',
      `Wrong key-encryption key: the ${context.purpose} was sealed under the key with id ${id}, the key given has id ${kek.id}`,
    )
  }
  return openBlob(kek.key, context, blob)
}

/** A new random 256-bit key, already wrapped. */
export function wrapNewKey(kek: KeyEncryptionKey, context: WrapContext): Buffer {
  const secret = randomBytes(secretKeyBytes)
  try {
    return wrap(kek, context, secret)
  } finally {
    secret.fill(0)
  }
}

/** The key that {@link wrapNewKey} made. Throws as {@link unwrap} does. */
export function unwrapKey(kek: KeyEncryptionKey, context: WrapContext, wrapped: Uint8Array): KeyObject {
  const secret = unwrap(kek, context, wrapped)
  try {
    if (secret.length !== secretKeyBytes) throw damaged({ ...context, revision: 0 }, 'it does not hold a key')
    return createSecretKey(secret)
  } finally {
    secret.fill(0)
  }
}
