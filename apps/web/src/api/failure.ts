import type { AppRouter } from '@app-connections/client'
import type { TRPCClientErrorLike } from '@trpc/client'

/** A failure for a person to read. `reqId` finds the cause in the service's log. */
export interface Failure {
  message: string
  statusCode?: number | undefined
  reqId?: string | undefined
}

export const unreachable: Failure = {
  message: 'The service cannot be reached. Check your network and try again.',
}

/** A failed query as a failure. It uses no schema, and so no zod, because it is part of every page's first load. */
export function failureOf(error: TRPCClientErrorLike<AppRouter>): Failure {
  const { data } = error
  if (!data) return unreachable
  const message = typeof data.message === 'string' ? data.message : error.message
  return { message, statusCode: data.statusCode, reqId: data.reqId }
}
