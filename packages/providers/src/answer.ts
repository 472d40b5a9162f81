import type * as z from 'zod'
import { ProviderError } from './error.ts'
import type { HttpAnswer } from './http.ts'
import { platformSentences } from './sentences.ts'

/** An answer that is not what a platform documents. `detail` is for the log: paths and numbers, never a body. */
export function unusableAnswer(platform: string, detail: string, cause?: unknown): ProviderError {
  return new ProviderError('unavailable', platformSentences.unusable(platform), {
    detail,
    cause,
  })
}

/** The body of an answer, parsed. `call` names it for the log. Throws `unavailable` where it is not what was documented. */
export function parseAnswer<T>(platform: string, call: string, answer: HttpAnswer, schema: z.ZodType<T>): T {
  let body: unknown
  try {
    body = JSON.parse(answer.text)
  } catch (cause) {
    throw unusableAnswer(platform, `${call}: the body is not JSON`, cause)
  }
  const result = schema.safeParse(body)
  if (result.success) return result.data
  // Paths alone: a body may hold what must not reach a log.
  const paths = result.error.issues.map(({ path }) => path.join('.'))
  throw unusableAnswer(platform, `${call}: unexpected ${paths.join(', ')}`)
}

/** The body of an answer that is an error, where it has the shape of one; undefined where a router or a wall answered. */
export function parseError<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    // Not JSON: what stands in front of platforms answers in HTML at times. The status alone decides then.
    return undefined
  }
}

/** A text without the secrets, short enough for a log. */
export function redact(text: string, secrets: readonly string[]): string {
  let result = text
  for (const secret of secrets) result = result.replaceAll(secret, '[redacted]')
  return result.slice(0, 500)
}
