import type { FastifyRequest } from 'fastify'
import { merge, renamed } from './input.ts'
import { asItIs, mutation, query, type RestAnswer, type RestRoute } from './route.ts'

const secrets = '/api/v4/secrets'
const one = `${secrets}/:secretName`
const batch = `${secrets}/batch`

/** The family of an earlier version, as far as its own SDK asks for it. */
const raw = '/api/v3/secrets/raw'
const oneRaw = `${raw}/:secretName`
/** What that version calls the fields of the present one. */
const former = { projectId: 'workspaceId' }

/** The calls about the keys of config sets. Writes have their input in a body, deletions too. */
export const secretRoutes: readonly RestRoute[] = [
  { ...query(secrets, 'secrets.list'), input: (request) => request.query, answer: asItIs },
  { ...query(`${secrets}/export`, 'secrets.export'), input: (request) => request.query, answer: asItIs },
  { ...mutation('POST', `${secrets}/import`, 'secrets.import'), input: ({ body }) => body, answer: asItIs },
  { ...query(one, 'secrets.get'), input: named(({ query: sent }) => sent), answer: single },
  { ...mutation('POST', batch, 'secrets.createMany'), input: ({ body }) => body, answer: several },
  { ...mutation('PATCH', batch, 'secrets.updateMany'), input: ({ body }) => body, answer: several },
  { ...deletion(batch, 'secrets.removeMany'), input: ({ body }) => body, answer: several },
  { ...mutation('POST', one, 'secrets.create'), input: named(({ body }) => body), answer: single },
  { ...mutation('PATCH', one, 'secrets.update'), input: named(({ body }) => body), answer: single },
  { ...deletion(one, 'secrets.remove'), input: named(({ body }) => body), answer: single },
  { ...asBefore(query(raw, 'secrets.list')), input: (request) => renamed(request.query, former), answer: asItIs },
  { ...asBefore(query(oneRaw, 'secrets.get')), input: formerly(({ query: sent }) => sent), answer: single },
  { ...asBefore(mutation('POST', oneRaw, 'secrets.create')), input: formerly(({ body }) => body), answer: single },
  { ...asBefore(mutation('PATCH', oneRaw, 'secrets.update')), input: formerly(({ body }) => body), answer: single },
  { ...asBefore(deletion(oneRaw, 'secrets.remove')), input: formerly(({ body }) => body), answer: single },
]

function deletion(path: string, procedure: RestRoute['procedure']) {
  return { ...mutation('DELETE', path, procedure), sendsBody: true } as const
}

function asBefore<Route extends object>(route: Route): Route & Pick<RestRoute, 'renames' | 'variant'> {
  return { ...route, renames: former, variant: 'raw' }
}

/** The input of a call about one key, whose name is in the address. */
function named(sent: (request: FastifyRequest) => unknown): (request: FastifyRequest) => unknown {
  return (request) => merge(sent(request), request.params)
}

function formerly(sent: (request: FastifyRequest) => unknown): (request: FastifyRequest) => unknown {
  return named((request) => renamed(sent(request), former))
}

function single(secret: unknown): RestAnswer {
  return { body: { secret } }
}

function several(secrets: unknown): RestAnswer {
  return { body: { secrets } }
}
