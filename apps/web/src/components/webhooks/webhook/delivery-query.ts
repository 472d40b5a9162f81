import type { ReadAddress } from '@/address/address.ts'
import { stateOf } from '../delivery-words.ts'

const rowsAPage = 50

/** The parameters in the address of a webhook's page. */
export type DeliveryName = 'state' | 'cursor'

/** The query for the deliveries of an address. */
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
