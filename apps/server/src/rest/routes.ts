import type { ProcedurePath } from '@app-connections/api'
import { type App, appSchema } from '@app-connections/schemas'
import type { FastifyRequest } from 'fastify'

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
  readonly answer: (output: unknown) => unknown
}

/** Every REST call; those of an app once for each app. */
export const restRoutes: readonly RestRoute[] = [
  ...appSchema.options.flatMap(connectionRoutes),
  {
    method: 'GET',
    path: '/api/v1/app-connections',
    access: 'bearer',
    procedure: 'appConnections.list',
    type: 'query',
    input: (request) => request.query,
    answer: (appConnections) => ({ appConnections }),
  },
  {
    method: 'POST',
    path: '/api/v1/auth/universal-auth/login',
    access: 'public',
    procedure: 'accessTokens.login',
    type: 'mutation',
    form: true,
    input: (request) => request.body,
    answer: (output) => output,
  },
]

function connectionRoutes(app: App): RestRoute[] {
  const path = `/api/v1/app-connections/${app}`
  const one = `${path}/:connectionId`
  const single = (appConnection: unknown) => ({ appConnection })
  return [
    {
      method: 'POST',
      path,
      access: 'bearer',
      procedure: 'appConnections.create',
      type: 'mutation',
      input: (request) => merge(request.body, { app }),
      answer: single,
    },
    {
      method: 'GET',
      path,
      access: 'bearer',
      procedure: 'appConnections.list',
      type: 'query',
      input: (request) => merge(request.query, { app }),
      answer: (appConnections) => ({ appConnections }),
    },
    {
      method: 'GET',
      path: one,
      access: 'bearer',
      procedure: 'appConnections.get',
      type: 'query',
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      method: 'DELETE',
      path: one,
      access: 'bearer',
      procedure: 'appConnections.remove',
      type: 'mutation',
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
  ]
}

/** Adds what the address says to what the caller sent; what is no object stays as it is, for the schema to refuse. */
function merge(sent: unknown, said: Record<string, unknown>): unknown {
  return typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? { ...sent, ...said } : sent
}
