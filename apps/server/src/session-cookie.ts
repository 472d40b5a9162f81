import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The session token in a `Cookie` header; undefined where there is none or its signature is wrong. better-auth signs
 * cookies as `<token>.<base64 of HMAC-SHA-256 under the secret>`, URL-encoded (better-call's `signCookieValue`).
 */
export function sessionTokenOf(header: string | undefined, cookieName: string, secret: string): string | undefined {
  const value = cookieValue(header, cookieName)
  if (value === undefined) return undefined
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const expected = createHmac('sha256', secret).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

/** Whether a `Cookie` header has that cookie, valid or not. */
export function hasCookie(header: string | undefined, cookieName: string): boolean {
  return cookieValue(header, cookieName) !== undefined
}

/** The decoded value of a cookie; undefined where it is absent, or not URL-encoded as this service encodes it. */
export function cookieValue(header: string | undefined, cookieName: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=')
    if (pair.slice(0, equals).trim() !== cookieName) continue
    try {
      return decodeURIComponent(pair.slice(equals + 1).trim())
    } catch {
      // Not URL-encoded as this service does it, so not its cookie.
      return undefined
    }
  }
  return undefined
}

/**
 * A `Cookie` header with the named cookies of another, each once, and encoded so that any reader finds the value that
 * `cookieValue` does. Undefined where it has none of them.
 */
export function onlyCookies(header: string | undefined, names: readonly string[]): string | undefined {
  const found = names.flatMap((name) => {
    const value = cookieValue(header, name)
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  return found.length === 0 ? undefined : found.join('; ')
}
