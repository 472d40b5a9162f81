import { expect, it } from 'vitest'
import { readAddress } from '@/address/address.ts'
import { addressOfHealth, healthChoice, healthOptions, isFiltered, listOrder, sorts } from './connection-list.ts'

const order = (address: Record<string, string>) => listOrder(readAddress(address))

it('sorts by name where the address says nothing, or nothing that is known', () => {
  expect(order({})).toEqual({ sort: 'name', direction: 'asc' })
  expect(order({ sort: 'credentialsHash', direction: 'down' })).toEqual({ sort: 'name', direction: 'asc' })
})

it('begins each order in the direction that is wanted first, and takes the other when told', () => {
  expect(order({ sort: 'createdAt' })).toEqual({ sort: 'createdAt', direction: 'desc' })
  for (const { by, first } of sorts) {
    expect(order({ sort: by })).toEqual({ sort: by, direction: first })
    expect(order({ sort: by, direction: 'asc' })).toEqual({ sort: by, direction: 'asc' })
  }
})

it('keeps each choice of health in the address, and nothing of the one before', () => {
  for (const [choice] of healthOptions) {
    const address = Object.assign({ health: 'healthy', expiring: 'true' }, addressOfHealth(choice))
    expect(healthChoice(readAddress(address))).toBe(choice)
    expect(Object.values(address).filter((value) => value !== '')).toHaveLength(1)
  }
  expect(addressOfHealth('')).toEqual({ health: '', expiring: '' })
})

it('counts an order as no filter', () => {
  expect(isFiltered(readAddress({ sort: 'health', cursor: 'abc' }))).toBe(false)
  expect(isFiltered(readAddress({ scope: 'organization' }))).toBe(true)
})
