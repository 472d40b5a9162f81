import fc from 'fast-check'
import {
  createDataKey,
  generateKeyEncryptionKey,
  openDataKey,
  parseKeyEncryptionKey,
  type SealContext,
} from '../src/index.ts'

export const kek = parseKeyEncryptionKey(generateKeyEncryptionKey())
export const otherKek = parseKeyEncryptionKey(generateKeyEncryptionKey())
export const dataKey = openDataKey(kek, 'org', createDataKey(kek, 'org'))

/** Well-formed Unicode, the empty text included. */
export const text = fc.string({ unit: 'grapheme' })

export const sealContext: fc.Arbitrary<SealContext> = fc.record({
  purpose: text,
  orgId: text,
  recordId: text,
  revision: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
})

export const plaintext = fc.uint8Array({ maxLength: 4_096 })

/** A copy of `bytes` with the bits of `mask` turned over at `index`. */
export function flip(bytes: Uint8Array, index: number, mask: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[index] = (copy[index] ?? 0) ^ mask
  return copy
}

/** The blob's key is at hand under whatever id it names: only the authentication can refuse. */
export const anyId = () => dataKey
