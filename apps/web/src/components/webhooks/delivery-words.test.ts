import { deliverySchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { attemptsInWords, stateOf, stateOptions, stateWords } from './delivery-words.ts'

const answered = { at: '2026-01-31T09:30:00.000Z', status: 503, error: null, ms: 120 }
const silent = { at: '2026-01-31T09:31:00.000Z', status: null, error: 'No answer within 10 seconds', ms: 10_000 }

it('says what was tried so far', () => {
  expect(attemptsInWords([])).toBe('No attempt yet')
  expect(attemptsInWords([answered])).toBe('Answered 503 in 120 ms')
  expect(attemptsInWords([answered, silent])).toBe('2 attempts, the last: no answer within 10 seconds')
})

it('offers every state that there is, and knows no other', () => {
  const states = deliverySchema.shape.state.options
  expect(stateOptions.map(([state]) => state).sort()).toEqual([...states].sort())
  expect(Object.keys(stateWords).sort()).toEqual([...states].sort())
  expect([stateOf('failed'), stateOf('lost'), stateOf('')]).toEqual(['failed', undefined, undefined])
})
