import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callCount, countIn, endOf, keptText, lifetime } from './reason.ts'

const anything = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(
    1e15,
    1e18,
    2 ** 53,
    -1,
    0,
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '28799',
    'soon',
    null,
    undefined,
  ),
)

describe('what a platform answers beyond reason', () => {
  it('is never an exception, and an end is a date or unknown', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 8e12 }), (value, now) => {
        const end = endOf(lifetime.parse(value), now)
        expect(end === null || Number.isFinite(end.getTime())).toBe(true)
        const count = callCount.parse(value) ?? 0
        expect(Number.isSafeInteger(count) && count >= 0).toBe(true)
        expect((keptText.parse(value) ?? '').length).toBeLessThanOrEqual(256)
      }),
    )
  })

  it('is no count where a header says it', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const count = countIn(header)
        expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true)
      }),
    )
    for (const header of ['', ' ', '-1', '1.5', '1e3', '0x10', '9'.repeat(20), undefined])
      expect(countIn(header)).toBeNull()
    expect(countIn('4500')).toBe(4_500)
  })

  it('leaves what is reasonable as it is', () => {
    expect(lifetime.parse(28_799)).toBe(28_799)
    expect(callCount.parse(0)).toBe(0)
    expect(endOf(60, 1_000)).toEqual(new Date(61_000))
  })
})
