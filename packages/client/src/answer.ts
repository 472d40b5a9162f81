import { TRPCClientError } from '@trpc/client'

/**
 * Wraps `fetch` so that an answer which is not JSON is an error that still carries its status and headers: a proxy's
 * page for 502 says so by its status alone.
 */
export function expectJson(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, init)
    if (answer.headers.get('content-type')?.includes('json')) return answer
    await answer.body?.cancel()
    throw new TRPCClientError(`The answer, of status ${answer.status}, is not JSON`, { meta: { response: answer } })
  }
}

/**
 * Takes from an error what tRPC keeps with it of the whole answer: in a batch that is the answers of all its calls, an
 * access token or a client secret among them, and errors are logged.
 */
export function forgetAnswers(error: unknown): void {
  if (error instanceof TRPCClientError) error.meta = { ...error.meta, responseJSON: undefined }
}

/** The status and the wait that an answer asked for, as far as there was an answer. */
export interface AnswerFacts {
  statusCode: number | undefined
  retryAfterSeconds: number | undefined
}

/** What is known of the answer to a failed call. In a batch each call has a status of its own, in its error. */
export function answerOf(error: unknown): AnswerFacts {
  const none = { statusCode: undefined, retryAfterSeconds: undefined }
  if (!(error instanceof TRPCClientError)) return none
  const response: unknown = error.meta?.response
  const data: unknown = error.data
  const own = typeof data === 'object' && data !== null && 'statusCode' in data ? data.statusCode : undefined
  if (!(response instanceof Response)) return typeof own === 'number' ? { ...none, statusCode: own } : none
  return {
    statusCode: typeof own === 'number' ? own : response.status,
    retryAfterSeconds: secondsOf(response.headers.get('retry-after')),
  }
}

/** `Retry-After` is whole seconds or a date (RFC 9110, 10.2.3). */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header)) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000))
}
