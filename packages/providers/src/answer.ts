import type * as z from 'zod'
import { ProviderError } from './error.ts'
import type { HttpAnswer } from './http.ts'
import { platformSentences } from './sentences.ts'

/**
 * The failure for an answer that a platform does not document. `detail` is for the log: paths and numbers, never a
 * body.
 */
export function unusableAnswer(platform: string, detail: string, cause?: unknown): ProviderError {
  return new ProviderError('unavailable', platformSentences.unusable(platform), {
    detail,
    cause,
  })
}

/**
 * The parsed body of an answer. `call` names the call in the log. Throws `unavailable` where the body is not as
 * documented.
 */
export function parseAnswer<T>(platform: string, call: string, answer: HttpAnswer, schema: z.ZodType<T>): T {
  let body: unknown
  try {
    body = JSON.parse(answer.text)
  } catch (cause) {
    throw unusableAnswer(platform, `${call}: the body is not JSON`, cause)
  }
  const result = schema.safeParse(body)
  if (result.success) return result.data
  // Only the paths, because a body may hold secrets.
  const paths = result.error.issues.map(({ path }) => path.join('.'))
  throw unusableAnswer(platform, `${call}: unexpected ${paths.join(', ')}`)
}

/**
 * The body of an error, if it has the platform's form; undefined where a router or a firewall in front has answered.
 */
export function parseError<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    // Not JSON: what is in front of a platform sometimes answers in HTML. Then only the status counts.
    return undefined
  }
}

/** A text without the secrets, short enough for a log. */
export function redact(text: string, secrets: readonly string[]): string {
  let result = text
  for (const secret of secrets) result = result.replaceAll(secret, '[redacted]')
  return result.slice(0, 500)
}
