import type { ProvenRoute } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { countsInWords, matchingRoutes } from './proof-words.ts'

const route = (name: string, verdict: ProvenRoute['verdict'], words = 'why'): ProvenRoute => ({
  ...{
    route: name,
    action: 'things:read',
    changes: false,
    secret: false,
    verdict,
    reason: 'granted',
    words,
    scopes: [],
  },
})
const routes = [
  route('GET /things', 'denied'),
  route('GET /things/{thing}', 'partly', 'Only on shop'),
  route('POST /things', 'allowed'),
]
const names = (filter: { search?: string; verdict?: string }) =>
  matchingRoutes(routes, { search: '', verdict: '', ...filter }).map((each) => each.route)

it('shows what is open first, and keeps the order of the platform otherwise', () => {
  expect(names({})).toEqual(['GET /things/{thing}', 'POST /things', 'GET /things'])
})

it('finds by verdict and by words in any order', () => {
  expect(names({ verdict: 'open' })).toEqual(['GET /things/{thing}', 'POST /things'])
  expect(names({ verdict: 'denied' })).toEqual(['GET /things'])
  expect(names({ search: 'SHOP get' })).toEqual(['GET /things/{thing}'])
  expect(names({ search: 'things:read', verdict: 'allowed' })).toEqual(['POST /things'])
})

it('counts', () => {
  expect(countsInWords(routes)).toBe('1 allowed, 1 partly, 1 denied')
})
