import * as z from 'zod'

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

/** The environment of the Heroku provider; the names are those that Heroku's own tools and documentation use. */
export const herokuEnvironment = z.object({
  HEROKU_API_URL: address.default('https://api.heroku.com'),
  HEROKU_ID_URL: address.default('https://id.heroku.com'),
  HEROKU_OAUTH_CLIENT_ID: z.string().min(1).optional(),
  HEROKU_OAUTH_CLIENT_SECRET: z.string().min(1).optional(),
})
