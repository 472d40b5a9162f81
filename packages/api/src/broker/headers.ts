/** Headers of a request that a platform gets as they came. Its credential is put in, and nothing else goes on. */
const ofRequests = new Set([
  'accept',
  'accept-language',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'idempotency-key',
  'prefer',
  'range',
  'request-id',
  'user-agent',
])

/** What a stream is asked for. */
const ofStreams = new Set(['accept', 'last-event-id', 'user-agent'])

/**
 * Headers of an answer that belong to one connection (RFC 9110, 7.6.1), to a browser, to caches, or to this service: what
 * a caller may see is theirs alone, so that nobody stores it.
 */
const ofConnections = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'age',
  'alt-svc',
  'cache-control',
  'cdn-cache-control',
  'clear-site-data',
  'connection',
  'content-security-policy',
  'expires',
  'keep-alive',
  'pragma',
  'proxy-authenticate',
  'proxy-connection',
  'set-cookie',
  'strict-transport-security',
  'surrogate-control',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-frame-options',
  'x-request-id',
])

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** What of a request's headers goes on. One that came several times is joined, as it may be (RFC 9110, 5.3). */
export function forwardedHeaders(headers: Headers): Record<string, string> {
  return keptOf(headers, ofRequests)
}

/** What of a request's headers goes on to a stream. */
export function streamHeaders(headers: Headers): Record<string, string> {
  return keptOf(headers, ofStreams)
}

function keptOf(headers: Headers, names: ReadonlySet<string>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && names.has(name)) kept[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return kept
}

/** What of an answer's headers the caller gets; those that `Connection` names are the connection's too. */
export function answeredHeaders(headers: Headers): Record<string, string | string[]> {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  const kept: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || ofConnections.has(name) || named.includes(name)) continue
    kept[name] = typeof value === 'string' ? value : [...value]
  }
  return kept
}
