import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKeyEncryptionKey, parseKeyEncryptionKey } from '../src/index.ts'

const bytes = Buffer.alloc(32, 0xfb)
const base64 = bytes.toString('base64')

describe('a key-encryption key', () => {
  it('is 32 bytes in base64, as the generator writes it, another each time', () => {
    const [one, two] = [generateKeyEncryptionKey(), generateKeyEncryptionKey()]
    expect(one).not.toBe(two)
    expect(parseKeyEncryptionKey(one).key.export()).toEqual(Buffer.from(one, 'base64'))
  })

  it('has an id that is a digest of it under a domain of its own', () => {
    const digest = createHash('sha256').update('app-connections key-encryption-key id v1\0').update(bytes).digest('hex')
    expect(parseKeyEncryptionKey(base64).id).toBe(digest.slice(0, 16))
  })

  it.each([
    ['', 'is not plain base64'],
    [` ${base64}`, 'is not plain base64'],
    [`${base64}\n`, 'is not plain base64'],
    [base64.replace('=', ''), 'is not plain base64'],
    [bytes.toString('base64url'), 'is not plain base64'],
    [bytes.toString('hex'), 'holds 48 bytes'],
    [base64.replace(/.=$/, 't='), 'is not plain base64'],
    [Buffer.alloc(31, 1).toString('base64'), 'holds 31 bytes'],
    [Buffer.alloc(33, 1).toString('base64'), 'holds 33 bytes'],
  ])('that reads %j is refused: it %s', (value, problem) => {
    expect(() => parseKeyEncryptionKey(value)).toThrow(
      expect.objectContaining({ code: 'invalid-key', message: expect.stringContaining(problem) }),
    )
    expect(() => parseKeyEncryptionKey(value)).toThrow(/Make one with: node -p/)
  })

  it('is never repeated by the error that refuses it', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 48, maxLength: 100 }), (value) => {
        try {
          parseKeyEncryptionKey(value)
          expect.unreachable()
        } catch (error) {
          expect(inspect(error, { depth: null, showHidden: true })).not.toContain(value.slice(0, 12))
        }
      }),
    )
  })
})
