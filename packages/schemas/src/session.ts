import * as z from 'zod'

/** A session of a person, as they see it: no token. Addresses and devices are those of the sign-in. */
export const sessionSchema = z.object({
  id: z.uuid(),
  /** Whether the call came with it. */
  current: z.boolean(),
  createdAt: z.iso.datetime({ precision: 3 }),
  expiresAt: z.iso.datetime({ precision: 3 }),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
})
export type Session = z.output<typeof sessionSchema>

export const revokeSessionSchema = z.object({ sessionId: z.uuid() })

/** A password that is to prove who somebody is; its length says nothing yet. */
export const provePasswordSchema = z.object({ password: z.string().min(1, 'Enter your password').max(128) })
