import type { Grant } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { deadInWords, descendantsOf, inGenerations, limitsInWords } from './grant-words.ts'

const grant = (id: string, more: Partial<Grant> = {}): Grant => ({
  id,
  connectionId: 'c',
  app: 'heroku',
  subject: { type: 'person', id: 'p', name: 'Ada' },
  actions: ['apps:read'],
  apps: null,
  keys: null,
  expiresAt: null,
  usesLeft: null,
  changesPerDay: null,
  lease: null,
  parentId: null,
  createdBy: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  live: true,
  ...more,
})
const now = Date.parse('2026-02-01T00:00:00Z')

describe('grants in words', () => {
  it.each([
    [{}, undefined],
    [{ endedAt: '2026-01-02T00:00:00.000Z', usesLeft: 0 }, 'Ended'],
    [{ expiresAt: '2026-01-31T00:00:00.000Z' }, 'Expired'],
    [{ usesLeft: 0 }, 'Used up'],
    [{ parentId: 'a' }, 'Parent cannot be used'],
  ])('%j is %s', (more, words) => {
    expect(deadInWords(grant('g', { live: words === undefined, ...more }), now)).toBe(words)
  })

  it('say their limits', () => {
    expect(limitsInWords({ usesLeft: 1, changesPerDay: 20, lease: null })).toEqual(['1 use left', '20 changes a day'])
    const none = { usesLeft: null, changesPerDay: null, lease: null }
    expect(limitsInWords(none)).toEqual([])
    const lease = { scopes: ['read', 'identity'], maxSeconds: 900 }
    expect(limitsInWords({ ...none, lease })).toEqual(['leases of 15 min at most: read, identity'])
  })

  it('are listed with each child after its parent', () => {
    const grants = [
      grant('c', { parentId: 'b' }),
      grant('d'),
      grant('b', { parentId: 'a' }),
      grant('e', { parentId: 'x' }),
      grant('a'),
    ]
    expect(inGenerations(grants).map(({ grant: { id }, depth }) => `${id}${depth}`)).toEqual([
      'd0',
      'e0',
      'a0',
      'b1',
      'c2',
    ])
  })

  it('end with all that come from them, but for what has ended before', () => {
    const grants = [
      grant('a'),
      grant('b', { parentId: 'a' }),
      grant('c', { parentId: 'b' }),
      grant('d', { parentId: 'a', live: false }),
    ]
    expect(descendantsOf('a', grants).map(({ id }) => id)).toEqual(['b', 'c'])
  })
})
