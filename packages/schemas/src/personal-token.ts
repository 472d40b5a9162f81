import * as z from 'zod'

/**
 * A token by which a program acts for a person in one organization, as they see it: no token. `name` is what the program
 * called itself; `lastUsedAt` is exact to a minute.
 */
export const personalTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  organization: z.object({ id: z.uuid(), name: z.string(), slug: z.string() }),
  createdAt: z.iso.datetime({ precision: 3 }),
  expiresAt: z.iso.datetime({ precision: 3 }),
  lastUsedAt: z.iso.datetime({ precision: 3 }).nullable(),
})
export type PersonalToken = z.output<typeof personalTokenSchema>

export const revokePersonalTokenSchema = z.object({ personalTokenId: z.uuid() })
