import * as z from 'zod'

/** The address of a platform in an environment variable. Its path is kept, because a proxy may be below one. */
export const platformAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

/** An address below a platform's: its path is appended to the platform's path. */
export function below(base: string, path: string): URL {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`
  url.search = ''
  url.hash = ''
  return url
}
