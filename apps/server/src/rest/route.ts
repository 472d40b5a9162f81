import type { ProcedurePath } from '@app-connections/api'
import type { App } from '@app-connections/schemas'
import type { FastifyRequest } from 'fastify'
import type * as z from 'zod'
import type { Cause } from '../openapi/failures/causes.ts'

/** What a REST call answers: its body, and headers besides the usual ones. */
export interface RestAnswer {
  readonly body: unknown
  readonly headers?: Record<string, string>
}

/** What the API document says of a call besides what its path and the schema of its procedure say. */
export interface RestDoc {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  /** The body of its success, one of the named answers of the document. */
  readonly answer: z.ZodType
  /** The type of that body, where it is not JSON. */
  readonly contentType?: string
  /** A body that is accepted. */
  readonly example?: Readonly<Record<string, unknown>>
  /** Why it may fail, besides what any call may meet. */
  readonly causes: readonly Cause[]
  /** Fields of the procedure that the call does not take. */
  readonly ignores?: readonly string[]
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
  /** What the API document says of it. */
  readonly doc: RestDoc
  /** Whether the body may also come as form fields. */
  readonly form?: boolean
  readonly input: (request: FastifyRequest) => unknown
  readonly answer: (output: unknown) => RestAnswer
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
