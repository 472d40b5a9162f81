import { Readable } from 'node:stream'
import { errors } from 'undici'
import { ProviderError } from './error.ts'
import { platformSentences } from './sentences.ts'
import type { WayOut } from './way-out.ts'

/** A request whose body and answer are streams. */
export interface StreamRequest {
  readonly platform: string
  readonly method: string
  /** Of the platform, without a path. */
  readonly origin: string
  /** Path and query, sent as they are. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable | Buffer | null
  /** Ends the request, whichever way its bytes run just then. */
  readonly signal: AbortSignal
  /** Whether the body of the answer may be silent for as long as it likes. */
  readonly endless?: boolean
}

/** What came back: any status, headers by lower-case name as they came, and the body while it arrives. */
export interface StreamAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Readable
  /** What an error of the body means: the reason of the request's signal where that has fired, else a `ProviderError`. */
  explain(error: unknown): unknown
}

/** How long a platform may be silent, in milliseconds: before its headers, and within a body. */
export interface Patience {
  readonly headersMs: number
  readonly idleMs: number
}

/**
 * Sends a request and resolves when its headers are there. No redirect is followed, nothing is repeated and nothing is
 * unpacked. Rejects with the signal's reason where that fires, with the error of the request's body where
 * that breaks, else with `ProviderError`: `timed_out` where no headers
 * come in time, or `unavailable`. A body that stops later breaks its stream.
 */
export async function sendStream(wayOut: WayOut, request: StreamRequest, patience: Patience): Promise<StreamAnswer> {
  const { method, origin, path, headers, signal, endless } = request
  const upload = uploadOf(request.body)
  const explain = (error: unknown) => failureOf(error, request, upload)
  // By origin and path: a URL would be read anew, and what was judged might not be what is sent.
  try {
    const answer = await wayOut.dispatcherFor(new URL(origin)).request({
      origin,
      path,
      method: methodOf(method),
      headers,
      body: upload.body,
      signal,
      headersTimeout: patience.headersMs,
      bodyTimeout: endless === true ? 0 : patience.idleMs,
    })
    return { status: answer.statusCode, headers: present(answer.headers), body: answer.body, explain }
  } catch (error) {
    throw explain(error)
  }
}

interface Upload {
  readonly body: Readable | Buffer | null
  /** Why its source broke; undefined where it did not. */
  broke: unknown
}

/**
 * A body as it is sent. Its end, by whatever the platform does, is not that of its source, which the caller is still to be
 * answered on.
 */
function uploadOf(source: StreamRequest['body']): Upload {
  if (!(source instanceof Readable)) return { body: source, broke: undefined }
  async function* pieces(from: Readable): AsyncGenerator<Buffer> {
    try {
      for await (const piece of from.iterator({ destroyOnReturn: false })) yield piece
    } catch (error) {
      upload.broke = error
      throw error
    }
  }
  const upload: Upload = { body: Readable.from(pieces(source), { objectMode: false }), broke: undefined }
  return upload
}

/** Who has ended a request, or broken off its body, is not the platform. */
function failureOf(error: unknown, { platform, method, signal }: StreamRequest, { broke }: Upload): unknown {
  if (signal.aborted) return signal.reason
  if (broke !== undefined) return broke
  const detail = `${method}: ${error instanceof Error ? error.name : 'unknown failure'}`
  const [failure, sentence] = isTimeout(error)
    ? (['timed_out', platformSentences.tooSlow(platform)] as const)
    : (['unavailable', platformSentences.unusable(platform)] as const)
  return new ProviderError(failure, sentence, { detail, cause: error })
}

function isTimeout(error: unknown): boolean {
  return [errors.HeadersTimeoutError, errors.ConnectTimeoutError, errors.BodyTimeoutError].some(
    (kind) => error instanceof kind,
  )
}

function present(headers: Record<string, string | string[] | undefined>): StreamAnswer['headers'] {
  const there: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) there[name] = value
  return there
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function methodOf(method: string): (typeof methods)[number] {
  const known = methods.find((each) => each === method)
  if (known === undefined) throw new Error(`${method} is not sent to a platform`)
  return known
}
