import { publicError } from '@app-connections/api'
import { type ErrorName, errorStatus } from '@app-connections/schemas'
import { TRPCError } from '@trpc/server'
import type * as z from 'zod'
import { referenceTo } from '../schema/json-schema.ts'
import type { MediaType, Reference, Response } from '../schema/types.ts'
import { exampleIds } from '../words/examples.ts'
import { anyBearer, anyBody, anyCall, type Cause } from './causes.ts'

/** The description of each status. */
const descriptions: Readonly<Record<ErrorName, string>> = {
  BadRequest: 'The request cannot be carried out as it is.',
  UnauthorizedError: 'The call does not say who it comes from, or not in a way that is known.',
  PermissionDenied: 'The caller may not do this; `details` name the right that is missing.',
  NotFound: 'There is nothing of that id or name, or nothing that the caller may know of.',
  MethodNotAllowed: 'The address takes other verbs; `Allow` names them.',
  Conflict: 'Another call is in the way.',
  PreconditionFailed: 'The state that `If-Match` names is not the present one.',
  PayloadTooLarge: 'The body is larger than 1 MiB.',
  UnsupportedMediaType: 'The body is of a type that the call does not take.',
  ValidationFailure: 'The request has mistakes; `message` lists all of them.',
  RateLimitExceeded: 'The caller has made too many calls in this minute.',
  RequestHeaderFieldsTooLarge: 'The headers are larger than 16 KiB.',
  InternalServerError: 'A defect of the service. The cause is in its log, under `reqId`.',
  BadGateway: 'The platform gave no usable answer.',
  ServiceUnavailable: 'Something that the call needs is out of reach for now.',
  GatewayTimeout: 'The platform did not answer in time.',
}

/** The responses to a call's failures, by status. Those in `shared` are references. */
export function failureResponses(causes: readonly Cause[]): Record<string, Response | Reference> {
  const byError = Map.groupBy(causes, ({ body }) => body.error)
  return Object.fromEntries(
    [...byError].map(([error, group]) => [
      errorStatus[error],
      group.every((cause) => shared.includes(cause))
        ? { $ref: `#/components/responses/${error}` }
        : failureResponse(error, group),
    ]),
  )
}

const shared = [...anyCall, ...anyBearer, ...anyBody]

/** The responses that several calls share, by the name of their error. */
export function sharedResponses(): Record<string, Response> {
  const byError = Map.groupBy(shared, ({ body }) => body.error)
  return Object.fromEntries([...byError].map(([error, group]) => [error, failureResponse(error, group)]))
}

function failureResponse(error: ErrorName, causes: readonly Cause[]): Response {
  const examples = causes.map(({ body }) => [body.code, { value: body }])
  const content: MediaType = { schema: referenceTo('Error'), examples: Object.fromEntries(examples) }
  return {
    description: descriptions[error],
    headers: {
      ...requestIdHeader,
      ...(causes.some(({ retryAfterSeconds }) => retryAfterSeconds !== undefined)
        ? { 'retry-after': headerReference('RetryAfter') }
        : {}),
      ...(error === 'UnauthorizedError' ? { 'www-authenticate': headerReference('Authenticate') } : {}),
    },
    content: { 'application/json': content },
  }
}

/** The response to an input that its schema refuses. The example is the schema's answer to `mistaken`. */
export function validationResponse(schema: z.ZodType, mistaken: unknown): Response {
  const { error } = schema.safeParse(mistaken)
  if (error === undefined) throw new Error('the mistaken input has no mistake')
  const { body } = publicError(new TRPCError({ code: 'BAD_REQUEST', cause: error }), exampleIds.reqId)
  return {
    description: descriptions.ValidationFailure,
    headers: requestIdHeader,
    content: { 'application/json': { schema: referenceTo('ValidationError'), example: body } },
  }
}

export const requestIdHeader = { 'x-request-id': headerReference('RequestId') }

export function headerReference(name: string): Reference {
  return { $ref: `#/components/headers/${name}` }
}
