import { isUnavailable } from '@app-connections/db'
import { ProviderError } from '@app-connections/providers'
import {
  type ErrorBody,
  type ErrorName,
  errorStatus,
  type FailureCode,
  failureCodes,
  type Issue,
} from '@app-connections/schemas'
import { TRPCError } from '@trpc/server'
import * as z from 'zod'
import { notSignedIn } from './access.ts'
import * as calls from './calls.ts'
import { OperationError } from './operation-error.ts'
import { platformFailures } from './platform.ts'

/** The answer to a caller: the body, and the seconds for `Retry-After` where there are any. */
export interface PublicError {
  body: ErrorBody & { error: ErrorName; code: FailureCode }
  retryAfterSeconds?: number
  /** Whether the cause is not meant for callers and must be logged. */
  unexpected: boolean
}

/**
 * Translates whatever was thrown into what a caller may see, for tRPC and REST alike. An unknown cause gets a fixed
 * sentence, because its own message may contain anything.
 */
export function publicError(thrown: unknown, reqId: string): PublicError {
  const cause = thrown instanceof TRPCError && thrown.cause !== undefined ? thrown.cause : thrown
  // Only an error that tRPC gives to an input. A stored value that does not fit its schema is a mistake of this
  // service.
  if (thrown instanceof TRPCError && thrown.code === 'BAD_REQUEST' && cause instanceof z.core.$ZodError) {
    return answer(reqId, { code: 'validationFailed', message: publicIssues(cause.issues) })
  }
  if (cause instanceof OperationError) return answer(reqId, cause)
  if (cause instanceof ProviderError) {
    return answer(reqId, { ...platformFailures[cause.failure], message: cause.message })
  }
  if (isUnavailable(cause)) return answer(reqId, calls.databaseUnavailable(), { unexpected: true })
  const protocol = thrown instanceof TRPCError ? protocolFailures[thrown.code] : undefined
  if (protocol !== undefined) return answer(reqId, protocol())
  return answer(reqId, calls.defect(), { unexpected: true })
}

/** The failures that tRPC reports before any procedure runs. */
const protocolFailures: Partial<Record<TRPCError['code'], () => OperationError>> = {
  PARSE_ERROR: calls.notJson,
  BAD_REQUEST: calls.notUnderstood,
  UNAUTHORIZED: notSignedIn,
  NOT_FOUND: calls.unknownProcedure,
  METHOD_NOT_SUPPORTED: calls.wrongProcedureVerb,
  PAYLOAD_TOO_LARGE: calls.bodyTooLarge,
  UNSUPPORTED_MEDIA_TYPE: calls.wrongMediaType,
}

interface Answerable {
  readonly code: FailureCode
  readonly message: ErrorBody['message']
  readonly details?: ErrorBody['details']
  readonly retryAfterSeconds?: number | undefined
}

function answer(
  reqId: string,
  { code, message, details, retryAfterSeconds }: Answerable,
  { unexpected } = { unexpected: false },
): PublicError {
  const error = failureCodes[code]
  return {
    body: {
      reqId,
      statusCode: errorStatus[error],
      error,
      code,
      message,
      ...(details === undefined ? {} : { details }),
    },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    unexpected,
  }
}

/** The most mistakes that one answer lists. More are of no use to a reader. */
const mostIssues = 100

/** zod's issues, reduced to the documented fields, without the duplicates that an intersection makes. */
function publicIssues(issues: readonly z.core.$ZodIssue[]): Issue[] {
  const seen = new Map<string, Issue>()
  for (const { code, path, message } of issues) {
    if (seen.size === mostIssues) break
    const issue = { code, path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)), message }
    seen.set(JSON.stringify(issue), issue)
  }
  return [...seen.values()]
}
