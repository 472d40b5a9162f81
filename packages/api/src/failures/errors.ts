import { isUnavailable } from '@app-connections/db'
import { ProviderError, type ProviderFailure } from '@app-connections/providers'
import { type ErrorBody, type ErrorName, errorStatus, type Issue } from '@app-connections/schemas'
import { TRPCError } from '@trpc/server'
import * as z from 'zod'

/** A failure that an operation means: `message` is public. Everything else that is thrown is not. */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  readonly error: ErrorName
  readonly details: { action: string; subject: string }[] | undefined
  readonly retryAfterSeconds: number | undefined
  /** A 404 given because the caller may not know; it reads like that of an unknown id, but leaves an audit event. */
  readonly byPolicy: boolean

  constructor(
    error: ErrorName,
    message: string,
    more: { details?: { action: string; subject: string }[]; retryAfterSeconds?: number; byPolicy?: boolean } = {},
  ) {
    super(message)
    this.error = error
    this.details = more.details
    this.retryAfterSeconds = more.retryAfterSeconds
    this.byPolicy = more.byPolicy ?? false
  }
}

/** What a caller is told: the body, and the seconds for `Retry-After` where there are any. */
export interface PublicError {
  body: ErrorBody
  retryAfterSeconds?: number
  /** Whether the cause is not meant for callers and belongs into the log. */
  unexpected: boolean
}

/**
 * The one translation of whatever was thrown into what a caller may see, for tRPC and REST alike. An unknown cause
 * gives a fixed sentence: its own text may hold anything.
 */
export function publicError(thrown: unknown, reqId: string): PublicError {
  const cause = thrown instanceof TRPCError && thrown.cause !== undefined ? thrown.cause : thrown
  if (cause instanceof OperationError) {
    return answer(reqId, cause.error, cause.message, {
      ...(cause.details === undefined ? {} : { details: cause.details }),
      ...(cause.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: cause.retryAfterSeconds }),
    })
  }
  // Only what tRPC says of an input: a stored value that no longer fits its schema is our mistake, not the caller's.
  if (thrown instanceof TRPCError && thrown.code === 'BAD_REQUEST' && cause instanceof z.core.$ZodError) {
    return answer(reqId, 'ValidationFailure', publicIssues(cause.issues))
  }
  if (cause instanceof ProviderError) {
    const failure = providerFailures[cause.failure]
    return answer(reqId, failure.error, cause.message, failure)
  }
  if (isUnavailable(cause)) {
    return answer(reqId, 'ServiceUnavailable', 'The database is out of reach. Try again in a moment.', {
      retryAfterSeconds: 5,
      unexpected: true,
    })
  }
  if (thrown instanceof TRPCError) {
    const protocol = protocolErrors[thrown.code]
    if (protocol !== undefined) return answer(reqId, protocol.error, protocol.message)
  }
  return answer(reqId, 'InternalServerError', 'Something went wrong', { unexpected: true })
}

const providerFailures: Record<ProviderFailure, { error: ErrorName; retryAfterSeconds?: number }> = {
  refused: { error: 'BadRequest' },
  account_problem: { error: 'BadRequest' },
  misconfigured: { error: 'BadRequest' },
  insufficient_scope: { error: 'BadRequest' },
  rate_limited: { error: 'ServiceUnavailable', retryAfterSeconds: 60 },
  unavailable: { error: 'BadGateway' },
  timed_out: { error: 'GatewayTimeout' },
}

/** What tRPC itself refuses before any procedure runs. */
const protocolErrors: Partial<Record<TRPCError['code'], { error: ErrorName; message: string }>> = {
  PARSE_ERROR: { error: 'BadRequest', message: 'The body is not valid JSON' },
  BAD_REQUEST: { error: 'BadRequest', message: 'The request is not one that this endpoint understands' },
  UNAUTHORIZED: { error: 'UnauthorizedError', message: 'Sign in or send an access token' },
  NOT_FOUND: { error: 'NotFound', message: 'No such procedure' },
  METHOD_NOT_SUPPORTED: { error: 'MethodNotAllowed', message: 'Queries are called with GET, mutations with POST' },
  PAYLOAD_TOO_LARGE: { error: 'PayloadTooLarge', message: 'The body is larger than 1 MiB' },
  UNSUPPORTED_MEDIA_TYPE: { error: 'UnsupportedMediaType', message: 'Send JSON with content-type: application/json' },
}

function answer(
  reqId: string,
  error: ErrorName,
  message: ErrorBody['message'],
  more: { details?: ErrorBody['details']; retryAfterSeconds?: number; unexpected?: boolean } = {},
): PublicError {
  return {
    body: {
      reqId,
      statusCode: errorStatus[error],
      error,
      message,
      ...(more.details === undefined ? {} : { details: more.details }),
    },
    ...(more.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: more.retryAfterSeconds }),
    unexpected: more.unexpected ?? false,
  }
}

/** So many mistakes are told of one input; who has made more has more to read than they can use. */
const mostIssues = 100

/** zod's issues, reduced to what is promised; equal ones, which an intersection yields, once. The first hundred. */
function publicIssues(issues: readonly z.core.$ZodIssue[]): Issue[] {
  const seen = new Map<string, Issue>()
  for (const { code, path, message } of issues) {
    if (seen.size === mostIssues) break
    const issue = { code, path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)), message }
    seen.set(JSON.stringify(issue), issue)
  }
  return [...seen.values()]
}
