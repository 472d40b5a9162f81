import { expect, it } from 'vitest'
import { lastsInWords } from './lifetimes.ts'

it.each([
  [2_592_000, '30 days'],
  [86_400, '1 day'],
  [5_400, '90 minutes'],
  [3_600, '1 hour'],
  [61, '61 seconds'],
])('says %d seconds in whole units: %s', (seconds, words) => expect(lastsInWords(seconds)).toBe(words))
