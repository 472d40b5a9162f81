import { appRouter, type ProcedurePath } from '@app-connections/api'
import fc from 'fast-check'
import { inputSchemaOf } from '../../src/openapi/request.ts'
import { exportRoute, restRoutes } from '../../src/rest/routes.ts'
import { fitting, hostile, jsonSchemaOf, near } from './values.ts'

/** A request before it is sent: references in it still stand for what exists then. */
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

const who = fc.oneof(
  { weight: 12, arbitrary: fc.constant('admin' as const) },
  { weight: 1, arbitrary: fc.constantFrom('viewer' as const, 'nobody' as const, 'stranger' as const) },
)

/** Mostly none, else one that might confuse whoever reads it. Node refuses to send worse ones. */
const tricks: fc.Arbitrary<Record<string, string>> = fc.oneof(
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

/** A body as text: mostly the JSON of the value, else JSON with a key twice, cut off, or in something else's clothes. */
function bodies(value: fc.Arbitrary<unknown>): fc.Arbitrary<string | undefined> {
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

const inputOf = (procedure: ProcedurePath): fc.Arbitrary<unknown> => {
  const schema = inputSchemaOf(procedure)
  const fits = schema === undefined ? fc.constant(undefined) : fitting(jsonSchemaOf(schema))
  return fc.oneof(
    { weight: 5, arbitrary: fits },
    { weight: 4, arbitrary: near(fits) },
    { weight: 1, arbitrary: hostile },
  )
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : { value }
}

const wellFormed = (value: unknown) =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed()
const segment = (value: unknown) => encodeURIComponent(wellFormed(value)) || '%20'

type Route = { method: string; path: string; procedure: ProcedurePath }

/** A REST call: path parameters, query or body and headers out of one input. */
function rest({ method, path, procedure }: Route): fc.Arbitrary<FuzzRequest> {
  const verb = fc.oneof(
    { weight: 30, arbitrary: fc.constant(method) },
    { weight: 1, arbitrary: fc.constantFrom('PUT', 'HEAD', 'GET', 'POST', 'OPTIONS') },
  )
  const ruined = fc.oneof(
    { weight: 40, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('/', '//', '/%ff', '%', '?%ff=%', '/..', '#x', '?a[]=1&a[b]=2') },
  )
  const input = inputOf(procedure)
  return fc
    .tuple(input, bodies(input), tricks, verb, ruined, who)
    .map(([given, body, headers, actual, suffix, caller]) => {
      const fields = asObject(given)
      const address = path.replace(/:(\w+)/g, (_all, name: string) => segment(fields[name] ?? 'none'))
      const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
      const query = Object.entries(fields).filter(
        ([name, value]) => !inPath.includes(name) && name !== 'app' && value !== undefined,
      )
      const search = query.map(([name, value]) => `${segment(name)}=${segment(value)}`).join('&')
      const withBody = actual === 'POST' || actual === 'PATCH' || actual === 'PUT'
      const { ifMatch, idempotencyKey } = fields
      return {
        transport: 'rest' as const,
        // Another verb is another call, or none.
        procedure: restRoutes.find((route) => route.method === actual && route.path === path)?.procedure ?? 'none',
        method: actual,
        path: `${address}${(method === 'GET' || method === 'DELETE') && search !== '' ? `?${search}` : ''}${suffix}`,
        headers: {
          ...(typeof ifMatch === 'string' && isHeader(ifMatch) ? { 'if-match': ifMatch } : {}),
          ...(typeof idempotencyKey === 'string' && isHeader(idempotencyKey)
            ? { 'idempotency-key': idempotencyKey }
            : {}),
          ...headers,
        },
        body: withBody ? body : undefined,
        who: caller,
      }
    })
}

const isHeader = (text: string) => /^[\x20-\x7e«»]*$/.test(text)

/** A procedure over tRPC, alone or in a batch. */
function trpc(procedure: ProcedurePath, type: 'query' | 'mutation'): fc.Arbitrary<FuzzRequest> {
  const input = inputOf(procedure)
  const batched = fc.integer({ min: 0, max: 12 })
  return fc.tuple(input, bodies(input), tricks, batched, who).map(([given, body, headers, batch, caller]) => {
    const shared = { transport: 'trpc' as const, procedure, headers, who: caller }
    if (type === 'query') {
      const search = given === undefined ? '' : `?input=${segment(JSON.stringify(given) ?? '')}`
      if (batch === 1) {
        const inputs = segment(JSON.stringify({ 0: given, 1: given }))
        return {
          ...shared,
          method: 'GET',
          path: `/api/trpc/${procedure},${procedure}?batch=1&input=${inputs}`,
          body: undefined,
        }
      }
      return { ...shared, method: 'GET', path: `/api/trpc/${procedure}${search}`, body: undefined }
    }
    return { ...shared, method: 'POST', path: `/api/trpc/${procedure}`, body }
  })
}

const oddProcedures = [
  '__proto__',
  'constructor.prototype',
  'appConnections',
  'appConnections.__proto__',
  'toString',
  ',',
  '%00',
  'appConnections.create.x',
]

/** Addresses that are none, and better-auth's, which has errors of its own. */
const odd: fc.Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.constantFrom(
      ...oddProcedures.map((name) => `/api/trpc/${name}`),
      '/api/none',
      '/api/v1',
      '/api/v1/app-connections/__proto__',
      '/%',
      '/api/%ff',
    ),
    fc.constantFrom('GET', 'POST', 'DELETE', 'TRACE', 'PROPFIND'),
    tricks,
  )
  .map(([path, method, headers]) => ({
    transport: 'rest' as const,
    procedure: 'none',
    method,
    path,
    headers,
    body: undefined,
    who: 'admin' as const,
  }))

const signIn: fc.Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.constantFrom('sign-in/email', 'sign-out', 'revoke-session', 'change-password', 'sign-up/email'),
    bodies(near(fc.constant({ email: 'person-1@example.com', password: 'a long password', token: 'x' }))),
  )
  .map(([path, body]) => ({
    transport: 'auth' as const,
    procedure: path,
    method: 'POST',
    path: `/api/auth/${path}`,
    headers: { origin: 'http://connections.test' },
    body,
    who: 'nobody' as const,
  }))

/** The procedures of the router that fuzzing may call; setting up and resetting hash passwords, so they are rarer. */
const slow = ['setup.complete', 'invitations.accept', 'people.resetPassword']

function procedures(): { path: ProcedurePath; type: 'query' | 'mutation' }[] {
  const nouns: Record<string, Record<string, { _def: { type: string } }>> = appRouter._def.record
  return Object.entries(nouns).flatMap(([noun, verbs]) =>
    Object.entries(verbs).map(([verb, { _def }]) => ({
      path: pathOf(`${noun}.${verb}`),
      type: _def.type === 'query' ? ('query' as const) : ('mutation' as const),
    })),
  )
}

function isProcedure(path: string): path is ProcedurePath {
  return path in appRouter._def.procedures
}

function pathOf(path: string): ProcedurePath {
  if (!isProcedure(path)) throw new Error(`no such procedure: ${path}`)
  return path
}

/** Any request to any endpoint; those of connections more often. */
export function requests(): fc.Arbitrary<FuzzRequest> {
  const routes: Route[] = [...restRoutes, { ...exportRoute, procedure: 'auditEvents.list' as const }]
  const all = procedures()
  return fc.oneof(
    { weight: 60, arbitrary: fc.oneof(...routes.map(rest)) },
    {
      weight: 45,
      arbitrary: fc.oneof(...all.filter(({ path }) => !slow.includes(path)).map(({ path, type }) => trpc(path, type))),
    },
    {
      weight: 15,
      arbitrary: rest({ method: 'POST', path: '/api/v1/app-connections/heroku', procedure: 'appConnections.create' }),
    },
    { weight: 3, arbitrary: odd },
    { weight: 1, arbitrary: fc.oneof(signIn, ...slow.map((path) => trpc(pathOf(path), 'mutation'))) },
  )
}
