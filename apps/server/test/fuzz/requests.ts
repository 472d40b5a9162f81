import { appRouter, type ProcedurePath } from '@app-connections/api'
import fc from 'fast-check'
import { inputSchemaOf } from '../../src/openapi/schema/input.ts'
import { exportRoute, restRoutes } from '../../src/rest/routes.ts'
import { odd, signIn } from './odd-requests.ts'
import { bodies, type FuzzRequest, tricks } from './request-parts.ts'
import { fitting, hostile, jsonSchemaOf, near } from './values.ts'

const who = fc.oneof(
  { weight: 12, arbitrary: fc.constant('admin' as const) },
  { weight: 1, arbitrary: fc.constantFrom('viewer' as const, 'nobody' as const, 'stranger' as const) },
)

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

type Route = { method: string; path: string; procedure: ProcedurePath; inQuery?: boolean }

/** A REST call: path parameters, query or body, and headers of one input. */
function rest({
  method,
  path,
  procedure,
  inQuery = method === 'GET' || method === 'DELETE',
}: Route): fc.Arbitrary<FuzzRequest> {
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
        ([name, value]) => ![...inPath, 'app', 'destination'].includes(name) && value !== undefined,
      )
      const search = query.map(([name, value]) => `${segment(name)}=${segment(value)}`).join('&')
      const withBody = actual === 'POST' || actual === 'PATCH' || actual === 'PUT'
      const { ifMatch, idempotencyKey } = fields
      return {
        transport: 'rest' as const,
        // With another verb it is another call, or none.
        procedure: procedureAt(actual === 'HEAD' ? 'GET' : actual, path),
        method: actual,
        path: `${address}${inQuery && search !== '' ? `?${search}` : ''}${suffix}`,
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

const procedureAt = (method: string, path: string) =>
  restRoutes.find((route) => route.method === method && route.path === path)?.procedure ?? 'none'

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

/** The procedures that fuzzing may call. Set-up and password resets hash passwords, so they are rarer. */
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

/** Any request to any endpoint, most often to those of connections. */
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
