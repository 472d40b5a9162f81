import * as z from 'zod'
import { platformAddress } from '../address.ts'

/**
 * The environment of the Heroku provider, under the names that Heroku's own tools and documentation use. Without the
 * two OAuth variables there is no OAuth; one without the other is a mistake.
 */
export const herokuEnvironment = z
  .object({
    HEROKU_API_URL: platformAddress.default('https://api.heroku.com'),
    HEROKU_ID_URL: platformAddress.default('https://id.heroku.com'),
    HEROKU_OAUTH_CLIENT_ID: z.string().min(1).optional(),
    HEROKU_OAUTH_CLIENT_SECRET: z.string().min(1).optional(),
  })
  .refine(
    (variables) =>
      (variables.HEROKU_OAUTH_CLIENT_ID === undefined) === (variables.HEROKU_OAUTH_CLIENT_SECRET === undefined),
    {
      path: ['HEROKU_OAUTH_CLIENT_SECRET'],
      error: 'set HEROKU_OAUTH_CLIENT_ID and HEROKU_OAUTH_CLIENT_SECRET together, or neither',
    },
  )
