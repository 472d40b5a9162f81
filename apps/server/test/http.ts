import { errorBodySchema } from '@app-connections/schemas'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; undefined where it is no JSON. */
  readonly body: unknown
}

export interface Request {
  readonly token?: string
  readonly headers?: Record<string, string>
  /** A text is sent unchanged, anything else as JSON. */
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Sends one request over HTTP and follows no redirect. The body is JSON unless `headers` have another content type. */
export async function send(url: string, method: string, path: string, request: Request = {}): Promise<Answer> {
  const { token, body } = request
  const headers = new Headers()
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, value)
  const answer = await fetch(url + path, {
    method,
    headers,
    redirect: 'manual',
    signal: request.signal ?? null,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The error of an answer. Throws unless its status and request id agree with those of the answer. */
export function errorOf(answer: Answer) {
  const error = errorBodySchema.parse(answer.body)
  if (error.statusCode !== answer.status || error.reqId !== answer.headers.get('x-request-id')) {
    throw new Error(`status ${answer.status} and x-request-id do not agree with the body: ${answer.text}`)
  }
  if (!answer.headers.get('content-type')?.startsWith('application/json')) throw new Error('an error is JSON')
  return error
}
