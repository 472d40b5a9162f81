import { expect, it } from 'vitest'
import { hostOf } from './host-of.ts'

it('names a webhook by its host, without what may be a secret of the receiver', () => {
  expect(hostOf('https://hooks.example.com:8443/T0/B1?key=hidden')).toBe('hooks.example.com:8443')
})
