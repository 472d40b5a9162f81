import { describe, expect, it } from 'vitest'
import {
  createCheckRecord,
  createDataKey,
  createFingerprintKey,
  createSecretCheck,
  derive,
  isSecretOf,
  open,
  openDataKey,
  openFingerprintKey,
  seal,
  verifyCheckRecord,
} from '../src/index.ts'
import { flip, kek, otherKek } from './arbitraries.ts'

const damaged = expect.objectContaining({ name: 'SealingError', code: 'damaged' })
const stored = createDataKey(kek, 'org')

const wrapped = {
  'a data key': {
    bytes: stored.wrapped,
    use: (key: typeof kek, bytes: Uint8Array) => openDataKey(key, 'org', { id: stored.id, wrapped: bytes }),
  },
  'a fingerprint key': {
    bytes: createFingerprintKey(kek, 'org'),
    use: (key: typeof kek, bytes: Uint8Array) => openFingerprintKey(key, 'org', bytes),
  },
  'a secret check': {
    bytes: createSecretCheck(kek, 'a secret'),
    use: (key: typeof kek, bytes: Uint8Array) => isSecretOf(key, bytes, 'a secret'),
  },
  'a check record': { bytes: createCheckRecord(kek), use: verifyCheckRecord },
}

describe.each(Object.entries(wrapped))('%s', (_name, { bytes, use }) => {
  it('opens under the key-encryption key that made it', () => {
    expect(() => use(kek, bytes)).not.toThrow()
  })

  it('names the key it needs and the key it was given where they differ', () => {
    expect(() => use(otherKek, bytes)).toThrow(
      expect.objectContaining({
        code: 'wrong-key',
        message: expect.stringMatching(new RegExp(`${kek.id}.*${otherKek.id}`)),
      }),
    )
  })

  it('is refused when any one byte of it is changed', () => {
    for (let index = 0; index < bytes.length; index++) {
      // 0x80 leaves the 16 hex digits of the key id unreadable: the blob is damaged, not of another key.
      expect(() => use(kek, flip(bytes, index, 0x80)), `byte ${index}`).toThrow(damaged)
      expect(() => use(kek, flip(bytes, index, 0x01)), `byte ${index}`).toThrow(
        expect.objectContaining({ name: 'SealingError' }),
      )
    }
  })

  it('is refused when cut short', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => use(kek, bytes.subarray(0, length)), `${length} bytes`).toThrow(damaged)
    }
  })

  it('is refused where another kind is expected', () => {
    for (const other of Object.values(wrapped)) {
      if (other.bytes !== bytes) expect(() => use(kek, other.bytes)).toThrow(damaged)
    }
  })
})

describe('a data key', () => {
  it('is refused in another organization and under another id', () => {
    expect(() => openDataKey(kek, 'org2', stored)).toThrow(damaged)
    expect(() => openDataKey(kek, 'org', { ...stored, id: createDataKey(kek, 'org').id })).toThrow(damaged)
  })

  it('is the same key each time it is opened, and another for each that is created', () => {
    const context = { purpose: 'p', orgId: 'org', recordId: 'r', revision: 0 }
    const [first, again] = [openDataKey(kek, 'org', stored), openDataKey(kek, 'org', stored)]
    expect(open(() => again, context, seal(first, context, Buffer.from('x')))).toEqual(Buffer.from('x'))

    const other = createDataKey(kek, 'org')
    expect(other.id).not.toBe(stored.id)
    expect(openDataKey(kek, 'org', other).key.equals(first.key)).toBe(false)
    expect(first.key.symmetricKeySize).toBe(32)
  })
})

it('a fingerprint key is refused in another organization', () => {
  expect(() => openFingerprintKey(kek, 'org2', createFingerprintKey(kek, 'org'))).toThrow(damaged)
})

it('a secret check tells the secret it was made of from any other', () => {
  const record = createSecretCheck(kek, 'a secret')
  expect(isSecretOf(kek, record, 'a secret')).toBe(true)
  for (const other of ['', 'a secre', 'a secret ', 'A secret']) expect(isSecretOf(kek, record, other)).toBe(false)
})

it('derived bytes are the same for one key, purpose and salt, and others otherwise', () => {
  const [salt, other] = [Buffer.from('salt'), Buffer.from('other')]
  const bytes = derive(kek, 'x', salt, 20)
  expect(bytes).toHaveLength(20)
  expect(derive(kek, 'x', salt, 20)).toEqual(bytes)
  for (const different of [derive(otherKek, 'x', salt, 20), derive(kek, 'y', salt, 20), derive(kek, 'x', other, 20)]) {
    expect(different).not.toEqual(bytes)
  }
})
