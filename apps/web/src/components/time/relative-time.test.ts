import { expect, it } from 'vitest'
import { exactTime, relativeTime } from './relative-time.ts'

const now = Date.parse('2026-06-15T12:00:00.000Z')

it.each([
  ['2026-06-15T11:59:30.000Z', 'just now'],
  ['2026-06-15T12:00:20.000Z', 'just now'],
  ['2026-06-15T11:55:00.000Z', '5 minutes ago'],
  ['2026-06-15T09:00:01.000Z', '2 hours ago'],
  ['2026-06-14T09:00:00.000Z', 'yesterday'],
  ['2026-06-16T13:00:00.000Z', 'tomorrow'],
  ['2026-05-30T12:00:00.000Z', '2 weeks ago'],
  ['2024-06-01T12:00:00.000Z', '2 years ago'],
])('says how far %s is away: %s', (iso, words) => expect(relativeTime(iso, now)).toBe(words))

it('tells the exact time in UTC', () => expect(exactTime('2026-02-03T04:05:06.789Z')).toBe('2026-02-03 04:05:06 UTC'))
