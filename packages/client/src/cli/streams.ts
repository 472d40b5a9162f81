import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** The streams of lines that answers have named. Who reads one has no key: its address is what proves them. */
export interface Streams {
  /** The text of an answer, in which the addresses of streams lead to the forwarder. */
  rewritten(text: string): string
  /** Whether this is the path of a stream that an answer has named. */
  has(path: string): boolean
}

/** The streams below `base`, which is the path of the proxy at the service. */
export function createStreams(base: string, origin: () => string): Streams {
  const known = new Set<string>()
  const address = new RegExp(`https?://[^\\s"'<>]+${base.replaceAll(/[.\\/]/g, '\\$&')}(/-/streams/[\\w-]+)`, 'g')
  return {
    rewritten: (text) =>
      text.replaceAll(address, (_, path: string) => {
        known.add(path)
        return `${origin()}${path}`
      }),
    has: (path) => known.has(path),
  }
}

/** Passes an answer on as its bytes come, its headers at once. What breaks then breaks the connection: the end is not its end. */
export async function relay(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, {
    'content-type': answer.headers['content-type'] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.flushHeaders()
  await pipeline(answer, response).catch(() => response.destroy())
}
