import { expect, it } from 'vitest'
import { addressOf, readAddress } from './address.ts'

it('reads a value once given, and nothing where it is absent or there twice', () => {
  const read = readAddress({ search: 'shop', health: ['healthy', 'degraded'] })
  expect([read('search'), read('health'), read('cursor')]).toEqual(['shop', '', ''])
})

it('writes an address without what is empty', () => {
  expect(addressOf('/o/demo/audit', { action: 'a b', cursor: '', from: undefined })).toBe('/o/demo/audit?action=a+b')
  expect(addressOf('/o/demo/audit', { action: '' })).toBe('/o/demo/audit')
})
