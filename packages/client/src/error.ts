import { type ErrorBody, errorBodySchema } from '@app-connections/schemas'
import { TRPCClientError } from '@trpc/client'

/**
 * What the service said of a failed call, or undefined where it said nothing (the network, an abort). `message` is a
 * sentence, or for status 422 the list of issues; `reqId` finds the cause in the service's log.
 */
export function errorOf(error: unknown): ErrorBody | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  return errorBodySchema.safeParse(error.data).data
}
