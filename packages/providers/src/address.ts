import * as z from 'zod'

/** The address of a platform in a variable of the environment. A path in it is kept: a proxy may stand under one. */
export const platformAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

/** An address below a platform's: its path is joined to that of the platform, and never put in its place. */
export function below(base: string, path: string): URL {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`
  url.search = ''
  url.hash = ''
  return url
}
