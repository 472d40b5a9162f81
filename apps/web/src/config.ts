import * as z from 'zod'

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

const environment = z.object({
  /** The address of the service itself, behind any reverse proxy. */
  API_URL: address.default('http://127.0.0.1:3000'),
  /** The public address that browsers use. */
  SITE_URL: address.default('http://localhost:3000'),
  NODE_ENV: z.string().optional(),
})

const { API_URL, SITE_URL, NODE_ENV } = environment.parse({
  API_URL: process.env.API_URL || undefined,
  SITE_URL: process.env.SITE_URL || undefined,
  NODE_ENV: process.env.NODE_ENV,
})

/** The environment of the web app, read when the process starts. It contains no secret. */
export const config = {
  apiUrl: API_URL,
  siteOrigin: new URL(SITE_URL).origin,
  development: NODE_ENV === 'development',
}
