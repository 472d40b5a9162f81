import { failure } from './operation-error.ts'

export const unknownWebhook = failure('unknownWebhook', (id: string) => `Could not find webhook with ID ${id}`)
export const unknownDelivery = failure('unknownDelivery', (id: string) => `Could not find delivery with ID ${id}`)
export const deliveryUnderWay = failure(
  'deliveryUnderWay',
  () => 'This delivery is still under way: it is tried again by itself',
)
export const tooManyWebhooks = failure(
  'tooManyWebhooks',
  (most: number) => `An organization has at most ${most} webhooks: delete one first`,
)
/** The reason is the whole sentence; `services/target.ts` has one for each kind of address that is refused. */
export const webhookAddressRefused = failure('webhookAddressRefused', (reason: string) => reason)
export const webhookSecretChanged = failure(
  'webhookSecretChanged',
  () => 'The secret has just been changed by somebody else',
)
