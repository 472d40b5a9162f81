import { expect, it } from 'vitest'
import { overlapsAt } from './overlap.ts'

const until = '2026-01-31T09:30:00.000Z'

it('says that an old secret signs until its end, and no longer', () => {
  expect(overlapsAt(until, Date.parse(until) - 1)).toBe(true)
  expect(overlapsAt(until, Date.parse(until))).toBe(false)
  expect(overlapsAt(null, 0)).toBe(false)
})
