import { listDeliveriesSchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { readAddress } from '@/address/address.ts'
import { deliveryPage } from './delivery-query.ts'

const webhookId = '01920000-0000-7000-8000-000000000000'

it('asks for nothing that the shared schema does not take', () => {
  const page = deliveryPage(webhookId, readAddress({ state: 'failed', cursor: 'c' }))
  expect(page).toMatchObject({ webhookId, state: 'failed', cursor: 'c' })
  expect(listDeliveriesSchema.strict().parse(page)).toEqual(page)
})

it('drops a state that there is not', () => {
  expect(deliveryPage(webhookId, readAddress({ state: 'lost' }))).toEqual({ webhookId, limit: 50 })
})
