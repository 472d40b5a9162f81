import * as z from 'zod'
import { connectionRefSchema } from './connections.ts'
import { rotationSettingsSchema } from './rotation.ts'

/** The input of `appConnections.setRotation`. */
export const setRotationSchema = connectionRefSchema.extend(rotationSettingsSchema.shape)
export type SetRotation = z.output<typeof setRotationSchema>

/**
 * The input of `appConnections.settleCredential`, about a credential that is open: `ended` says that a person has ended it
 * at its platform, `again` has this service try once more.
 */
export const settleCredentialSchema = connectionRefSchema.extend({
  credentialId: z.uuid('Invalid uuid'),
  how: z.enum(['ended', 'again']),
})
export type SettleCredential = z.output<typeof settleCredentialSchema>
