import type { ProcedurePath } from '@app-connections/api'
import type { App } from '@app-connections/schemas'
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
  /** The app whose own calls these are, as the path says. */
  readonly app?: App
  /** Whether the body may also come as form fields. */
  readonly form?: boolean
  readonly input: (request: FastifyRequest) => unknown
  readonly answer: (output: unknown) => RestAnswer
}

/** A call of which every page of the procedure's answer is sent, one after the other: it has no single answer. */
export interface StreamRoute extends Omit<RestRoute, 'input' | 'answer'> {
  readonly stream: true
}

export function query(path: string, procedure: ProcedurePath) {
  return { method: 'GET', path, access: 'bearer', procedure, type: 'query' } as const
}

export function mutation(method: 'POST' | 'PATCH' | 'DELETE', path: string, procedure: ProcedurePath) {
  return { method, path, access: 'bearer', procedure, type: 'mutation' } as const
}

/** A call without a caller, whose input is its body. */
export function publicCall(path: string, procedure: ProcedurePath) {
  const input = (request: FastifyRequest) => request.body
  return { method: 'POST', path, access: 'public', procedure, type: 'mutation', input, answer: asItIs } as const
}

export function asItIs(body: unknown): RestAnswer {
  return { body }
}
