import { listAuditEventsSchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { readAddress } from '@/address/address.ts'
import { auditFilter, auditPage } from './audit-query.ts'

const someone = '01920000-0000-7000-8000-000000000000'

it('asks for whole days in UTC, the last one included', () => {
  expect(auditFilter(readAddress({ from: '2026-01-31', to: '2026-02-28' }))).toEqual({
    from: '2026-01-31T00:00:00.000Z',
    to: '2026-03-01T00:00:00.000Z',
  })
})

it('drops what the service would refuse, and keeps the rest', () => {
  const address = { actor: 'me', target: someone, from: 'yesterday', to: '2026-02-31x', action: 'members.set' }
  expect(auditFilter(readAddress(address))).toEqual({ targetId: someone, action: 'members.set' })
})

it('asks for nothing that the shared schema does not take', () => {
  const everything = { action: 'a', actor: someone, outcome: 'denied', project: someone, target: someone, cursor: 'c' }
  const page = auditPage(readAddress({ ...everything, from: '2026-01-01', to: '2026-01-02' }))
  expect(listAuditEventsSchema.strict().parse(page)).toEqual(page)
})
