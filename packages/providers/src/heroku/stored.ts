import * as z from 'zod'

/**
 * What is sealed of a Heroku credential: the token that calls the API and, of an OAuth connection, what refreshes it and
 * the user it acts for.
 */
export const storedCredential = z.object({
  authToken: z.string(),
  refreshToken: z.string().optional(),
  userId: z.string().optional(),
})
export type StoredCredential = z.output<typeof storedCredential>
