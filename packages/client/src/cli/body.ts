import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/** A request's body: whole, which can be sent again, or a stream, which cannot; undefined where there is none. */
export type Body = Buffer | Readable | undefined

/** The most of a body that is kept so that it can be sent again, in bytes. */
const mostKept = 1024 * 1024

/** Reads a body as far as it can be kept; a longer one is what was read, followed by the rest as it comes. */
export async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = []
  let size = 0
  const rest = request[Symbol.asyncIterator]()
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    const chunk = Buffer.from(next.value)
    chunks.push(chunk)
    size += chunk.length
    if (size > mostKept) return Readable.from(joined(chunks, rest), { objectMode: false })
  }
  return size === 0 ? undefined : Buffer.concat(chunks)
}

async function* joined(chunks: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks
  yield* rest
}
