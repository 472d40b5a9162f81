import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { OperationError } from './failures/operation-error.ts'

const any = () => true
const refused = 'cursor is not one that this service gave: start again without it'

describe('a cursor', () => {
  it('gives back the keys it was made of, whatever they are, in text that fits an address', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }), (keys) => {
        const cursor = encodeCursor(keys)
        expect(cursor).toMatch(/^[\w-]*$/)
        expect(
          decodeCursor(
            cursor,
            keys.map(() => any),
          ),
        ).toEqual(keys)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('that is not ours is 400, and never anything else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((text) => Buffer.from(text).toString('base64url')),
        ),
        (text) => {
          try {
            const keys = decodeCursor(text, [any, any])
            expect(keys).toHaveLength(2)
            expect(keys.every((key) => typeof key === 'string')).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(OperationError)
            expect(error).toMatchObject({ error: 'BadRequest', message: refused })
          }
        },
      ),
      { seed: 2, numRuns: 500 },
    )
  })

  it('is refused where a key does not fit, is missing or is one too many', () => {
    const cursor = encodeCursor(['a', 'b'])
    expect(decodeCursor(cursor, [any, (key) => key === 'b'])).toEqual(['a', 'b'])
    for (const fits of [[any], [any, any, any], [any, () => false], [() => false, any], []]) {
      expect(() => decodeCursor(cursor, fits)).toThrow(refused)
    }
  })
})
