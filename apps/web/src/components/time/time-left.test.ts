import { expect, it } from 'vitest'
import { nearness, timeLeft } from './time-left.ts'

const now = Date.parse('2026-06-15T12:00:00.000Z')

it.each([
  ['2026-06-17T16:30:00.000Z', '2 days, 4 hours'],
  ['2026-06-16T12:05:00.000Z', '1 day, 5 minutes'],
  ['2026-06-15T13:01:59.000Z', '1 hour, 1 minute'],
  ['2026-06-15T12:45:00.000Z', '45 minutes'],
  ['2026-09-13T18:00:00.000Z', '90 days'],
  ['2026-06-15T12:00:59.000Z', 'less than a minute'],
  ['2026-06-15T11:00:00.000Z', 'less than a minute'],
])('says what is left until %s: %s', (iso, words) => expect(timeLeft(iso, now)).toBe(words))

it.each([
  ['2026-06-15T12:00:00.000Z', 'past'],
  ['2026-06-15T12:00:00.001Z', 'soon'],
  ['2026-06-22T12:00:00.000Z', 'soon'],
  ['2026-06-22T12:00:00.001Z', 'later'],
] as const)('tells whether %s is %s', (iso, expected) => expect(nearness(iso, now)).toBe(expected))
