import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** One request as the sandbox saw it. Credentials appear only as `sha256:` and twelve hex digits. */
export type LoggedRequest = {
  requestId: string
  method: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  bodyBytes: number
  /** The names of the body's top-level fields, in the order sent. */
  bodyFields: string[]
  /** The secrets of a form, by field, as digests: two requests with the same secret are recognized. */
  bodySecrets: Record<string, string>
  account: string | null
  /** The status sent; null when no complete answer was given (a hang, a reset, still under way). */
  status: number | null
  /** Kinds of the faults that struck. */
  faults: string[]
  /** Milliseconds since 1970 by the machine's clock, not the sandbox's. */
  startedAt: number
  endedAt: number | null
}

/** Most requests kept; the oldest go first. */
const capacity = 20_000
const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'heroku-two-factor-code'])
const secretFields = new Set(['code', 'token', 'access_token', 'refresh_token', 'client_secret', 'password', 'state'])
const tokenLike = /HRKU-[\w-]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** The short digest that stands for a secret in the log. */
export const digest = (secret: string): string =>
  `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 12)}`

export type RequestLog = {
  add: (entry: LoggedRequest) => void
  read: () => LoggedRequest[]
  clear: () => void
  /** Text with every token in it replaced by its digest. */
  redact: (text: string) => string
}

/** Keeps the latest requests in memory. `isSecret` says whether a piece that looks like a token is one. */
export function createRequestLog(isSecret: (candidate: string) => boolean): RequestLog {
  let entries: LoggedRequest[] = []
  return {
    add(entry) {
      entries.push(entry)
      if (entries.length > capacity) entries = entries.slice(capacity / 10)
    },
    read: () => structuredClone(entries),
    clear() {
      entries = []
    },
    redact: (text) =>
      text.replace(tokenLike, (piece) => (/^HRKU-/i.test(piece) || isSecret(piece) ? digest(piece) : piece)),
  }
}

/** Request headers for the log: one string each, secrets as digests. The secret of an `authorization` is its value. */
export function loggedHeaders(headers: IncomingHttpHeaders, redact: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(', ') : (value ?? '')
      if (!secretHeaders.has(name)) return [name, redact(text)]
      const [scheme, ...rest] = text.split(' ')
      return [name, rest.length > 0 ? `${redact(scheme ?? '')} ${digest(rest.join(' '))}` : digest(text)]
    }),
  )
}

/** The secrets of a form body for the log, as digests. */
export function loggedSecrets(body: Buffer, contentType: string | undefined): Record<string, string> {
  if (!contentType?.startsWith('application/x-www-form-urlencoded')) return {}
  const secrets = [...new URLSearchParams(body.toString('utf8'))].filter(([name]) => secretFields.has(name))
  return Object.fromEntries(secrets.map(([name, value]) => [name, digest(value)]))
}

/** Query parameters for the log, secrets as digests. */
export function loggedQuery(query: URLSearchParams, redact: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    [...query].map(([name, value]) => [redact(name), secretFields.has(name) ? digest(value) : redact(value)]),
  )
}
