import type { ReadAddress } from '@/address/address.ts'
import { stateOf } from '../delivery-words.ts'

const rowsAPage = 50

/** What the address of a webhook's page holds. */
export type DeliveryName = 'state' | 'cursor'

/** The page of deliveries that an address asks for. */
export function deliveryPage(webhookId: string, read: ReadAddress<DeliveryName>) {
  const state = stateOf(read('state'))
  const cursor = read('cursor')
  return {
    webhookId,
    limit: rowsAPage,
    ...(state === undefined ? {} : { state }),
    ...(cursor === '' ? {} : { cursor }),
  }
}
