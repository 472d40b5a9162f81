import * as z from 'zod'

/**
 * What is sealed of a Heroku credential: the token for the API and, of an OAuth connection, the refresh token and the
 * user.
 */
export const storedCredential = z.object({
  authToken: z.string(),
  refreshToken: z.string().optional(),
  userId: z.string().optional(),
})
export type StoredCredential = z.output<typeof storedCredential>
