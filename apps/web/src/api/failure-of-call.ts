import { errorOf } from '@app-connections/client'
import { type Failure, unreachable } from './failure.ts'

/** A thrown error of a call as a failure for a person to read. */
export function failureOfCall(error: unknown): Failure {
  const body = errorOf(error)
  if (body === undefined) return unreachable
  const message = typeof body.message === 'string' ? body.message : body.message.map((issue) => issue.message).join(' ')
  return { message, statusCode: body.statusCode, reqId: body.reqId }
}
