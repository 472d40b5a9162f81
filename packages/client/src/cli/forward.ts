import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { asciiJson, bytesOf, jsonAnswer, type WholeAnswer } from './answer.ts'
import type { Streams } from './streams.ts'
import type { Tool } from './tool.ts'

/** Headers of a request that the service gets. Without conditions, so that no answer says "as before". */
const ofRequests = [
  'accept',
  'accept-language',
  'content-type',
  'idempotency-key',
  'last-event-id',
  'prefer',
  'range',
  'request-id',
  'user-agent',
]

/** Headers of answers that a program gets, besides those of its platform. */
const ofAnswers = [
  'accept-ranges',
  'content-range',
  'etag',
  'last-modified',
  'next-range',
  'request-id',
  'retry-after',
  'x-app-connections',
  'x-request-id',
]

export function requestHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return named(headers, ofRequests)
}

/** The headers of an answer to HEAD, as they came. */
export function headAnswer(answer: IncomingMessage, tool: Tool): WholeAnswer {
  answer.resume()
  const names = [...ofAnswers, ...tool.answerHeaders, 'content-type', 'content-length']
  return { status: answer.statusCode ?? 502, headers: named(answer.headers, names), body: Buffer.alloc(0) }
}

/** An answer of the service in a form that the platform's programs can take. Rejects where it does not come whole. */
export async function translated(answer: IncomingMessage, tool: Tool, streams: Streams): Promise<WholeAnswer> {
  const status = answer.statusCode ?? 502
  const headers = named(answer.headers, [...ofAnswers, ...tool.answerHeaders])
  const fail = (as: number, message: string) => jsonAnswer(as, tool.failure(as, message), headers)
  if (status >= 300 && status <= 399) {
    answer.resume()
    return fail(502, `${tool.name} answered with a redirect (${status}), which is not followed`)
  }
  const bytes = await bytesOf(answer)
  const length = answer.headers['content-length']
  if (status === 204 || status === 205) return jsonAnswer(200, {}, headers)
  if (bytes.length === 0) return status < 300 ? jsonAnswer(status, {}, headers) : fail(status, `Status ${status}`)
  const json = asciiJson(bytes)
  if (json === undefined) {
    if (status >= 400 || isJson(answer.headers)) {
      return fail(
        status < 400 ? 502 : status,
        `The answer, of status ${status} and ${length ?? 'unsaid'} bytes, is not JSON`,
      )
    }
    return { status, headers: { ...headers, ...named(answer.headers, ['content-type']) }, body: bytes }
  }
  // A program says of every 401 that its own key is invalid. That one was right: what is refused lies behind it.
  if (status === 401) return fail(403, refusalIn(json))
  const body = Buffer.from(streams.rewritten(json), 'ascii')
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body }
}

function refusalIn(json: string): string {
  const body: unknown = JSON.parse(json)
  const said = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : ''
  const ours = typeof body === 'object' && body !== null && 'reqId' in body
  return ours
    ? `App Connections refused the caller's credentials: ${said}`
    : `The platform refused the stored credential: ${said}`
}

function isJson(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.includes('json') ?? false
}

function named(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
