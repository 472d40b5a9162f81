import { randomBytes, timingSafeEqual } from 'node:crypto'

/** A key that a forwarder takes, and that is worth nothing anywhere else. */
export function newKey(): string {
  return `app-connections-${randomBytes(24).toString('base64url')}`
}

/** Whether a request carries the key: as a bearer token, or as the password of Basic whatever its user's name. */
export function carries(key: string, authorization: string | undefined): boolean {
  const [, scheme = '', text = ''] = /^(bearer|basic) +(\S+) *$/i.exec(authorization ?? '') ?? []
  const given =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(text, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : text
  const [one, other] = [Buffer.from(given), Buffer.from(key)]
  return one.length === other.length && timingSafeEqual(one, other)
}
