import { expect, it } from 'vitest'
import { dayInWords, daysInWords, kinds, sumOf } from './kinds.ts'

const quiet = {
  day: '2026-06-01',
  checks: 0,
  failedChecks: 0,
  refreshes: 0,
  failedRefreshes: 0,
  uses: 0,
  failedUses: 0,
  changes: 0,
}

it('sums each kind over days, with what failed of it', () => {
  const days = [
    { ...quiet, uses: 2, checks: 4, failedChecks: 1 },
    { ...quiet, uses: 3, changes: 1 },
  ]
  const sums = kinds.map((kind) => [kind.key, sumOf(kind, days)])
  expect(sums).toEqual([
    ['uses', { all: 5, failed: 0 }],
    ['checks', { all: 4, failed: 1 }],
    ['refreshes', { all: 0, failed: 0 }],
    ['changes', { all: 1, failed: 0 }],
  ])
  expect(daysInWords(days)).toBe('5 uses, 4 checks (1 failed), 1 change')
})

it('says so where nothing happened', () => expect(daysInWords([quiet])).toBe('nothing'))

it('names a day of UTC wherever it is read', () => expect(dayInWords('2026-11-24')).toBe('24 Nov'))
