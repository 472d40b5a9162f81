import * as z from 'zod'

/** What is sealed of a Heroku credential. */
export const storedCredential = z.object({ authToken: z.string() })
