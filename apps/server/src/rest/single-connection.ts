import { isObject } from './input.ts'
import type { RestAnswer } from './route.ts'

/** A single connection. Its entity tag is sent as `ETag`, the rest as `appConnection`. */
export function single(output: unknown): RestAnswer {
  if (!isObject(output)) return { body: { appConnection: output } }
  const { etag, ...appConnection } = output
  return { body: { appConnection }, ...(typeof etag === 'string' ? { headers: { etag } } : {}) }
}
