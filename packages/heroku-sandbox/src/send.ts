import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { HerokuError } from './errors.ts'
import type { Answer } from './routes.ts'
import type { Switches } from './switches.ts'

/** An error as an answer. With the switch `messages: other` every sentence reads differently; ids and statuses stay. */
export function errorAnswer(error: HerokuError, switches: Switches): Answer {
  const message = switches.messages === 'usual' ? error.message : `Refused (${error.id}).`
  return { status: error.status, body: { ...error.extra, id: error.id, message }, headers: error.headers }
}

/** Bytes and headers of an answer, with an `ETag` of its content. */
function serialize(answer: Answer): { payload: Buffer; headers: Record<string, string> } {
  const text = answer.type === undefined ? JSON.stringify(answer.body) : String(answer.body)
  const payload = Buffer.from(text, 'utf8')
  const etag = `"${createHash('sha256').update(payload).digest('hex').slice(0, 32)}"`
  const type = answer.type ?? 'application/json;charset=utf-8'
  return { payload, headers: { 'content-type': type, etag, 'cache-control': 'private, no-cache', ...answer.headers } }
}

function alreadyKnown(request: IncomingMessage, etag: string | undefined): boolean {
  const known = request.headers['if-none-match']
  if (known === undefined || etag === undefined) return false
  return known === '*' || known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}

async function* chain(first: Buffer, more: AsyncIterable<string>): AsyncGenerator<Buffer> {
  yield first
  for await (const text of more) yield Buffer.from(text)
}

/** Sends an answer whole, or for as long as it goes on; a GET whose `If-None-Match` holds the ETag gets 304 without a body. Returns the status. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): number {
  const { payload, headers } = serialize(answer)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads && answer.status === 200 && alreadyKnown(request, headers.etag)) {
    delete headers['content-type']
    response.writeHead(304, headers).end()
    return 304
  }
  if (answer.endless !== undefined && request.method !== 'HEAD') {
    response.writeHead(answer.status, { 'content-type': headers['content-type'] }).flushHeaders()
    void pipeline(Readable.from(chain(payload, answer.endless), { objectMode: false }), response).catch(() => {})
    return answer.status
  }
  response.writeHead(answer.status, { ...headers, 'content-length': String(payload.length) })
  response.end(request.method === 'HEAD' ? undefined : payload)
  return answer.status
}
