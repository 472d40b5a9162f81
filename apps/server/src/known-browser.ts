import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { cookieValue } from './session-cookie.ts'

/** How long after its last sign-in a browser stays known, in seconds. */
const knownForSeconds = 180 * 86_400

/** The browsers that an account has signed in with, recognized by a cookie. The cookie gives no access. */
export interface KnownBrowsers {
  /** The id of the browser that sent the `Cookie` header, if that account has signed in with it. */
  idOf(header: string | undefined, email: string): string | undefined
  /** The `Set-Cookie` line that makes the browser a known one of the account, under a new id. */
  cookieFor(email: string): string
}

/** `secret` signs the cookie, which contains no address. `now` is in milliseconds. */
export function createKnownBrowsers(
  { siteUrl, secret }: { siteUrl: string; secret: string },
  now: () => number = Date.now,
): KnownBrowsers {
  const secure = siteUrl.startsWith('https:')
  const name = `${secure ? '__Host-' : ''}app-connections.browser`
  const sign = (id: string, since: string, email: string) =>
    createHmac('sha256', secret).update(`known browser\0${id}\0${since}\0${email}`).digest()

  return {
    idOf(header, email) {
      const [id = '', since = '', signature = '', ...rest] = cookieValue(header, name)?.split('.') ?? []
      const given = Buffer.from(signature, 'base64url')
      const expected = sign(id, since, email)
      if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
      return now() / 1000 - Number(since) <= knownForSeconds ? id : undefined
    },
    cookieFor(email) {
      const id = randomBytes(16).toString('base64url')
      const since = String(Math.floor(now() / 1000))
      const value = [id, since, sign(id, since, email).toString('base64url')].join('.')
      const attributes = `Max-Age=${knownForSeconds}; Path=/; HttpOnly; ${secure ? 'Secure; ' : ''}SameSite=Lax`
      return `${name}=${value}; ${attributes}`
    },
  }
}
