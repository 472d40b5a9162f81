import type { ProcedurePath } from '@app-connections/api'
import type { App } from '@app-connections/schemas'
import type { FastifyRequest } from 'fastify'

/** The answer of a REST call: its body, and headers besides the usual ones. */
export interface RestAnswer {
  readonly body: unknown
  readonly headers?: Record<string, string>
}

/** A REST call: its method and path, its procedure, and how input and answer are translated. */
export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly access: 'bearer' | 'public'
  /** Whether a person's personal token does as well as an access token. */
  readonly personalToken?: true
  readonly procedure: ProcedurePath
  readonly type: 'query' | 'mutation'
  /** The app that the path names. */
  readonly app?: App
  /** Whether the body may also be form fields. */
  readonly form?: boolean
  /** Whether a deletion has its input in a body and not in the query. */
  readonly sendsBody?: boolean
  /** Whether a call that could have a body has its input in the query. */
  readonly inQuery?: boolean
  /** What the call names fields of the procedure's input, where that is another name. */
  readonly renames?: Readonly<Record<string, string>>
  /** Which of several calls of the procedure this is; absent for the usual one. */
  readonly variant?: 'raw'
  readonly input: (request: FastifyRequest) => unknown
  readonly answer: (output: unknown) => RestAnswer
}

/** A call that streams all pages of the procedure's answer. */
export interface StreamRoute extends Omit<RestRoute, 'input' | 'answer'> {
  readonly stream: true
}

export function query(path: string, procedure: ProcedurePath) {
  return { method: 'GET', path, access: 'bearer', procedure, type: 'query' } as const
}

export function mutation(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, procedure: ProcedurePath) {
  return { method, path, access: 'bearer', procedure, type: 'mutation' } as const
}

/** A call without a caller. Its input is its body. */
export function publicCall(path: string, procedure: ProcedurePath) {
  const input = (request: FastifyRequest) => request.body
  return { method: 'POST', path, access: 'public', procedure, type: 'mutation', input, answer: asItIs } as const
}

export function asItIs(body: unknown): RestAnswer {
  return { body }
}
