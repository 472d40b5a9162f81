/** A request that tries to be read as another one than it is judged as. */
export interface Hostile {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
}

/** The app that is granted, and one that is not. */
export const granted = '0f1e2d3c-0000-4000-8000-000000000001'
export const foreign = '0f1e2d3c-0000-4000-8000-000000000002'

/** Numbers in [0, 1), the same for the same seed (xorshift). */
export function numbersOf(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4_294_967_296
  }
}

const slashes = ['//', '%2f', '%2F', '\\', '%5c', '%252f', '%c0%af', '%e0%80%af', '/./', '/../', '/%2e/', '/%2e%2e/']
const inserts = [
  ...['..', '.', '%2e%2e', '.%2e', '%252e%252e', '%00', '%0a', '%0d%0a', '\u0000', '\t', ' ', 'é', '%c3%a9', '%ff'],
  ...[';', ';a=b', '#', '%23', '?', '%3f', '%3b', '%', '%2', '%zz', '+', '~', '*', '@', ':', '|', '"', '<', '`', '{x}'],
  ...['/', '//', '\\', '%5C', '%u002f', '%e2%88%95', '%uff0f', '/..;/', '/%2e%2e%2f', `/../${foreign}/`, '/account'],
]
const queries = [
  ...[
    '?a=1',
    '?eq[name]=x',
    '?a=/../',
    '?a=%2e%2e%2f',
    '?_method=DELETE',
    '?a=1&_method=PUT',
    '?%5fmethod=PUT',
    '?a=%0a',
  ],
  ...['?', '??', '?a=é', '?a=%zz', '?a#b', '?a=\\', '?a=%00', '?x=1;y=2', '?+_method=PUT', '?_metho%64=PUT'],
]
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'get',
  'TRACE',
  'OPTIONS',
  'CONNECT',
  'PROPFIND',
  'GET ',
]
const headerNames = [
  ...['authorization', 'proxy-authorization', 'cookie', 'host', 'connection', 'keep-alive', 'te', 'trailer', 'upgrade'],
  ...['transfer-encoding', 'content-length', 'expect', 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'],
  ...['x-http-method-override', 'x-method-override', 'x-original-url', 'x-rewrite-url', 'heroku-two-factor-code'],
  ...['accept', 'range', 'if-none-match', 'content-type', 'user-agent', 'request-id', 'x-organization-id', '__proto__'],
]

/** Hostile requests without end, made of the platform's own routes, `METHOD /template`. */
export function* hostileRequests(routes: readonly string[], seed: number): Generator<Hostile> {
  const next = numbersOf(seed)
  const below = (most: number) => Math.floor(next() * most)
  const one = <T>(of: readonly T[], otherwise: T): T => of[below(of.length)] ?? otherwise
  const words = [granted, granted, foreign, 'shop', 'x', '~', 'web.1', '1', granted.toUpperCase(), `${granted}x`]

  function spoilt(path: string): string {
    const at = below(path.length + 1)
    switch (below(6)) {
      case 0: {
        const slash = path.indexOf('/', at)
        return slash === -1 ? path : `${path.slice(0, slash)}${one(slashes, '')}${path.slice(slash + 1)}`
      }
      case 1: {
        const code = path.charCodeAt(at)
        const hex = Number.isNaN(code) ? '' : `%${code.toString(16).padStart(2, '0')}`
        return `${path.slice(0, at)}${next() < 0.5 ? hex : hex.toUpperCase()}${path.slice(at + 1)}`
      }
      case 2:
        return `${path}${one(['/', '/.', '/..', '//', '%20', ';', '/%2e'], '')}`
      case 3:
        return `${one(['http://evil.test', '//evil.test', '/.', '/..', '', 'x', '\\'], '')}${path}`
      case 4:
        return `${path.slice(0, at)}${path.slice(at, at + 1).toUpperCase()}${path.slice(at + 1)}`
      default:
        return `${path.slice(0, at)}${one(inserts, '')}${path.slice(at)}`
    }
  }

  for (;;) {
    const [verb = '', template = ''] = one(routes, 'GET /apps').split(' ')
    let path = template.replace(/\{[^}]*\}/g, () => one(words, 'x'))
    for (let spoils = below(4); spoils > 0; spoils -= 1) path = spoilt(path)
    const headers = Object.fromEntries(
      Array.from({ length: below(5) }, () => [
        one(headerNames, 'accept'),
        one(['1', 'close, x-a', 'DELETE', '/', '*/*'], ''),
      ]),
    )
    const query = next() < 0.3 ? one(queries, '') : ''
    yield { method: next() < 0.85 ? verb : one(methods, 'GET'), target: `${path}${query}`, headers }
  }
}

/** Every way in which a server may read the path of a request; undefined where it would refuse it. */
export const readings: readonly ((path: string) => readonly string[] | undefined)[] = [
  (path) => segmentsOf(path),
  (path) => segmentsOf(new URL(`http://platform.test${path}`).pathname),
  (path) => segmentsOf(path.replaceAll('\\', '/').replaceAll(/;[^/]*/g, '')),
  (path) => decoded(path)?.split('/').slice(1),
  (path) => twice(path)?.split('/').slice(1),
  (path) =>
    twice(path)
      ?.split(/[/\\]+/)
      .slice(1),
  (path) => segmentsOf(path.replaceAll(/\/\/+/g, '/').replace(/\/$/, '')),
]

function segmentsOf(path: string): readonly string[] | undefined {
  const parts = path
    .split('/')
    .slice(1)
    .map((part) => decoded(part))
  return parts.every((part) => part !== undefined) ? parts : undefined
}

function twice(path: string): string | undefined {
  const once = decoded(path)
  return once === undefined ? undefined : decoded(once)
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The templates, `METHOD /template`, that a path may be an instance of, read from their texts alone. */
export function templatesOf(routes: readonly string[], method: string, path: string): string[] {
  const verb = method === 'HEAD' ? 'GET' : method
  return routes.filter((route) => {
    const [own = '', template = ''] = route.split(' ')
    return own === verb && patternOf(template).test(path)
  })
}

const patterns = new Map<string, RegExp>()

function patternOf(template: string): RegExp {
  const known = patterns.get(template)
  if (known !== undefined) return known
  const text = template.replaceAll(/[.~]/g, '\\$&').replaceAll(/\{[^}]*\}/g, '[^/]+')
  const pattern = new RegExp(`^${text}$`)
  patterns.set(template, pattern)
  return pattern
}

/** The names of headers that may go on, as the decision says them. */
export const mayGoOn = new Set([
  ...['accept', 'accept-language', 'content-type', 'if-match', 'if-modified-since', 'if-none-match'],
  ...['idempotency-key', 'prefer', 'range', 'request-id', 'user-agent'],
])
