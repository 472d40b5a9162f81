import { describe, expect, it } from 'vitest'
import { createPlaces } from './places.ts'

describe('places for uses that are under way', () => {
  const of = (callerId: string, orgId = 'one') => ({ callerId, orgId })

  it('are so many for a caller and for an organization, and nobody else misses those', () => {
    const take = createPlaces({ ofCaller: 2, ofOrganization: 3 })
    take(of('a'))
    take(of('a'))
    expect(() => take(of('a'))).toThrow(expect.objectContaining({ code: 'tooManyUses', retryAfterSeconds: 1 }))
    take(of('b'))
    expect(() => take(of('c'))).toThrow(expect.objectContaining({ code: 'tooManyUses' }))
    expect(() => take(of('c', 'two'))).not.toThrow()
  })

  it('are free once for each that was taken', () => {
    const take = createPlaces({ ofCaller: 2, ofOrganization: 2 })
    const free = take(of('a'))
    take(of('a'))
    free()
    free()
    take(of('a'))
    expect(() => take(of('a'))).toThrow(expect.objectContaining({ code: 'tooManyUses' }))
  })
})
