import { request } from 'undici'
import { ProviderError } from './error.ts'
import { createLookUp, type LookUp, remembering } from './look-up.ts'
import { platformSentences } from './sentences.ts'
import { type Patience, type StreamRequest, sendStream } from './stream.ts'
import { createWayOut, type ForwardProxies } from './way-out.ts'

/** An answer of a platform: status, headers by lower-case name, and the body as text. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface HttpRequest {
  readonly platform: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly deadline: AbortSignal
}

/** How long a platform may be silent in a streamed request, in milliseconds. */
const patience: Patience = { headersMs: 10_000, idleMs: 60_000 }

/** The most streamed requests at once to one platform. */
const mostStreams = 256

export type Http = ReturnType<typeof createHttp>

/**
 * The HTTP client of all providers, with one pool of connections. It follows no redirect, which would carry the
 * credential elsewhere. An answer may have `maxBytes`, by default 8 MiB, and every failure is a `ProviderError`. It
 * never retries, because most calls are not safe to repeat and the caller's deadline is short.
 */
export function createHttp(
  options: { maxBytes?: number; proxies?: ForwardProxies; lookUp?: LookUp; patience?: Patience } = {},
) {
  const maxBytes = options.maxBytes ?? 8 * 1024 * 1024
  const lookUp = remembering(options.lookUp ?? createLookUp())
  const wayOut = createWayOut(lookUp, options.proxies)
  // Apart, since a stream takes as long as its caller likes, and nobody else's call may wait for that.
  const streams = createWayOut(lookUp, options.proxies, mostStreams)

  async function send(call: HttpRequest): Promise<HttpAnswer> {
    try {
      const answer = await request(call.url, {
        dispatcher: wayOut.dispatcherFor(call.url),
        method: call.method,
        headers: { 'user-agent': 'app-connections', ...call.headers },
        body: call.body ?? null,
        signal: call.deadline,
      })
      if (answer.statusCode >= 300 && answer.statusCode < 400 && answer.statusCode !== 304) {
        // A body that is destroyed before its end emits an error, which would end the process without a listener.
        answer.body.on('error', () => {}).destroy()
        throw unavailable(call, `redirect with status ${answer.statusCode}`)
      }
      const text = await readBody(answer.body, maxBytes, call)
      return { status: answer.statusCode, headers: flat(answer.headers), text }
    } catch (error) {
      if (error instanceof ProviderError) throw error
      if (call.deadline.aborted) throw timedOut(call, error)
      throw unavailable(call, error instanceof Error ? `${error.name}: ${error.message}` : 'unknown failure', error)
    }
  }

  return {
    send,
    stream: (request: StreamRequest) => sendStream(streams, request, options.patience ?? patience),
    close: async () => void (await Promise.all([wayOut.close(), streams.close()])),
  }
}

async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number, call: HttpRequest): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) throw unavailable(call, `answer longer than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return result
}

function unavailable(call: HttpRequest, detail: string, cause?: unknown): ProviderError {
  return new ProviderError('unavailable', platformSentences.unusable(call.platform), {
    detail: `${call.method} ${call.url.pathname}: ${detail}`,
    cause,
  })
}

function timedOut(call: HttpRequest, cause: unknown): ProviderError {
  return new ProviderError('timed_out', platformSentences.tooSlow(call.platform), {
    detail: `${call.method} ${call.url.pathname}: no answer by the deadline`,
    cause,
  })
}
