import { leaseEndSchema, leaseStateSchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { endInWords, isOpen, leaseWords } from './lease-words.ts'

it('has words for every state of a lease, and for every end', () => {
  expect(leaseStateSchema.options.map((state) => leaseWords[state].name)).not.toContain(undefined)
  expect(leaseStateSchema.options.filter((state) => isOpen({ state }))).toEqual(['making', 'live', 'ending', 'stuck'])
  for (const endedBy of leaseEndSchema.options) {
    expect(endInWords({ state: 'ended', endedBy })).toMatch(/^Ended \w+/)
    expect(endInWords({ state: 'ending', endedBy })).toBeUndefined()
  }
  expect(endInWords({ state: 'failed', endedBy: null })).toBeUndefined()
})
