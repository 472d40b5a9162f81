import fc from 'fast-check'

/** A request before it is sent. Its references stand for things that exist by then. */
export interface FuzzRequest {
  readonly transport: 'rest' | 'trpc' | 'auth'
  readonly procedure: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Undefined: no body at all. */
  readonly body: string | undefined
  readonly who: 'admin' | 'viewer' | 'nobody' | 'stranger'
}

/** Mostly none, else a header that may confuse its reader. Node refuses to send worse ones. */
export const tricks: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'application/json, text/plain' },
      { 'content-type': '' },
      { 'content-type': ';;;' },
      { 'content-encoding': 'gzip' },
      { 'transfer-encoding': 'chunked' },
      { 'x-http-method-override': 'DELETE' },
      { 'x-forwarded-for': '203.0.113.1, \u00e9' },
      { 'x-organization-id': '__proto__' },
      { 'x-organization-id': '00000000-0000-4000-8000-000000000000' },
      { 'x-request-id': 'forged' },
      { 'if-match': 'W/"x", ,' },
      { 'if-match': `"${'x'.repeat(600)}"` },
      { 'idempotency-key': 'a b' },
      { 'idempotency-key': '\u00e9' },
      { accept: 'text/html' },
      { 'accept-encoding': 'br;q=nonsense' },
      { range: 'bytes=0-1' },
      { expect: '100-continue' },
      { cookie: 'app-connections.session_token=forged.forged' },
      { authorization: 'Bearer' },
      { authorization: 'Basic OnB3' },
      { origin: 'null' },
      { connection: 'close, x-request-id' },
      { host: 'evil.example' },
    ),
  },
)

/**
 * A body as text: mostly the JSON of the value, else JSON with a repeated key, cut off, or under another content type.
 */
export function bodies(value: fc.Arbitrary<unknown>): fc.Arbitrary<string | undefined> {
  return fc.tuple(value, fc.nat({ max: 40 }), fc.nat({ max: 200 })).map(([given, kind, at]) => {
    const text = JSON.stringify(given) ?? ''
    if (kind === 0) return undefined
    if (kind === 1) return text.slice(0, at)
    if (kind === 2) return text.replace('{', '{"name":"first","__proto__":{"name":"x"},"name":{"a":1},')
    if (kind === 3) return `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    if (kind === 4) return `\ufeff${text}`
    if (kind === 5) return `${text}${text}`
    if (kind === 6) return text.replace(/"(\w+)":/, '"constructor":{"prototype":{"x":1}},"$1":')
    if (kind === 7) return text.replace(/:/, ':1e400,"x":')
    return text
  })
}
