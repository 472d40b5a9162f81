import type { ProcedurePath } from '@app-connections/api'
import { type App, appSchema } from '@app-connections/schemas'
import type { FastifyRequest } from 'fastify'

/** What a REST call answers: its body, and headers besides the usual ones. */
export interface RestAnswer {
  readonly body: unknown
  readonly headers?: Record<string, string>
}

/** One REST call: where it is, which procedure it is, and how input and answer are carried over. */
export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly access: 'bearer' | 'public'
  readonly procedure: ProcedurePath
  readonly type: 'query' | 'mutation'
  /** Whether the body may also come as form fields. */
  readonly form?: boolean
  readonly input: (request: FastifyRequest) => unknown
  readonly answer: (output: unknown) => RestAnswer
}

const connections = '/api/v1/app-connections'
const auth = '/api/v1/auth'

/** Every REST call; those of an app once for each app. */
export const restRoutes: readonly RestRoute[] = [
  {
    ...query(connections, 'appConnections.list'),
    input: (request) => request.query,
    answer: asItIs,
  },
  {
    ...query(`${connections}/options`, 'appConnections.options'),
    input: () => undefined,
    answer: (appConnectionOptions) => ({ body: { appConnectionOptions } }),
  },
  ...appSchema.options.flatMap(connectionRoutes),
  { ...login(`${auth}/universal-auth/login`, 'accessTokens.login'), form: true },
  login(`${auth}/token/renew`, 'accessTokens.renew'),
  login(`${auth}/token/revoke`, 'accessTokens.revoke'),
  {
    ...query('/api/v1/audit-events', 'auditEvents.list'),
    input: (request) => request.query,
    answer: asItIs,
  },
]

function connectionRoutes(app: App): RestRoute[] {
  const path = `${connections}/${app}`
  const one = `${path}/:connectionId`
  return [
    {
      ...mutation('POST', path, 'appConnections.create'),
      input: (request) => merge(request.body, { app, idempotencyKey: request.headers['idempotency-key'] }),
      answer: single,
    },
    {
      ...query(path, 'appConnections.list'),
      input: (request) => merge(request.query, { app }),
      answer: asItIs,
    },
    {
      ...query(`${path}/available`, 'appConnections.available'),
      input: (request) => merge(request.query, { app }),
      answer: (appConnections) => ({ body: { appConnections } }),
    },
    {
      ...query(`${path}/connection-name/:connectionName`, 'appConnections.getByName'),
      input: (request) => merge(merge(request.query, request.params), { app }),
      answer: single,
    },
    {
      ...query(one, 'appConnections.get'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('PATCH', one, 'appConnections.update'),
      input: (request) => merge(merge(request.body, request.params), { app, ifMatch: request.headers['if-match'] }),
      answer: single,
    },
    {
      ...mutation('DELETE', one, 'appConnections.remove'),
      input: (request) => merge(request.params, { app, ifMatch: request.headers['if-match'] }),
      answer: single,
    },
    {
      ...query(`${one}/apps`, 'appConnections.apps'),
      input: (request) => merge(request.params, { app }),
      answer: asItIs,
    },
  ]
}

function query(path: string, procedure: ProcedurePath) {
  return { method: 'GET', path, access: 'bearer', procedure, type: 'query' } as const
}

function mutation(method: 'POST' | 'PATCH' | 'DELETE', path: string, procedure: ProcedurePath) {
  return { method, path, access: 'bearer', procedure, type: 'mutation' } as const
}

function login(path: string, procedure: ProcedurePath): RestRoute {
  const input = (request: FastifyRequest) => request.body
  return { method: 'POST', path, access: 'public', procedure, type: 'mutation', input, answer: asItIs }
}

function asItIs(body: unknown): RestAnswer {
  return { body }
}

/** A single connection: its tag travels as `ETag`, the rest as `appConnection`. */
function single(output: unknown): RestAnswer {
  if (!isObject(output)) return { body: { appConnection: output } }
  const { etag, ...appConnection } = output
  return { body: { appConnection }, ...(typeof etag === 'string' ? { headers: { etag } } : {}) }
}

/** Adds what address and headers say to what the caller sent; what is no object stays as it is, for the schema to refuse. */
function merge(sent: unknown, said: unknown): unknown {
  return isObject(sent) && isObject(said) ? { ...sent, ...said } : sent
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
