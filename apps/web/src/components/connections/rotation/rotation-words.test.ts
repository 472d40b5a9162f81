import { expect, it } from 'vitest'
import { everyInWords, overlapInWords } from './rotation-words.ts'

const settings = {
  rotationInterval: 30,
  rotateAtUtc: { hours: 3, minutes: 5 },
  overlapDays: 1,
  rotationStatus: 'success' as const,
  lastRotationMessage: null,
  nextRotationAt: null,
}

it('says when a credential is rotated', () => {
  expect(everyInWords(settings)).toBe('Every 30 days at 03:05 UTC')
  expect(everyInWords({ ...settings, rotationInterval: 1 })).toBe('Every day at 03:05 UTC')
})

it('says how long the credential before is kept', () => {
  expect([0, 1, 7].map((overlapDays) => overlapInWords({ ...settings, overlapDays }))).toEqual([
    'Ended after a minute',
    'Kept for 1 day',
    'Kept for 7 days',
  ])
})
