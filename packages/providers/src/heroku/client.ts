import type * as z from 'zod'
import { ProviderError } from '../error.ts'
import type { Http, HttpAnswer } from '../http.ts'
import { herokuError } from './errors.ts'

export type HerokuClient = ReturnType<typeof createHerokuClient>

/** Calls Heroku's Platform API, version 3. Each call resolves with the parsed body or rejects with `ProviderError`. */
export function createHerokuClient(http: Http, apiUrl: string) {
  /** One GET: `range` is Heroku's paging header (Dev Center, "Platform API Reference", Ranges). */
  async function get<T>(
    path: string,
    schema: z.ZodType<T>,
    call: { token: string; deadline: AbortSignal; range?: string },
  ): Promise<T> {
    const answer = await http.send({
      platform: 'Heroku',
      method: 'GET',
      url: new URL(path, apiUrl),
      headers: {
        accept: 'application/vnd.heroku+json; version=3',
        authorization: `Bearer ${call.token}`,
        ...(call.range === undefined ? {} : { range: call.range }),
      },
      deadline: call.deadline,
    })
    if (answer.status !== 200 && answer.status !== 206) throw herokuError(answer, [call.token])
    return parse(answer, path, schema)
  }

  return { get }
}

function parse<T>(answer: HttpAnswer, path: string, schema: z.ZodType<T>): T {
  let body: unknown
  try {
    body = JSON.parse(answer.text)
  } catch (cause) {
    throw unusable(path, 'the body is not JSON', cause)
  }
  const result = schema.safeParse(body)
  if (!result.success) {
    // Paths alone: a body of Heroku may hold what must not reach a log.
    throw unusable(path, `unexpected body at ${result.error.issues.map((issue) => issue.path.join('.')).join(', ')}`)
  }
  return result.data
}

function unusable(path: string, detail: string, cause?: unknown): ProviderError {
  return new ProviderError('unavailable', 'Heroku gave no usable answer. Try again in a moment.', {
    detail: `GET ${path}: ${detail}`,
    cause,
  })
}
