import * as z from 'zod'
import { parseError, redact, unusableAnswer } from '../answer.ts'
import { ProviderError } from '../error.ts'
import type { HttpAnswer } from '../http.ts'
import { platformSentences } from '../sentences.ts'

/** Render's error body (OpenAPI of its API, `error`). */
const errorBody = z.object({ id: z.string().optional(), message: z.string().optional() })

export const refusedMessage = 'Render refused the API key. Check that it is complete and has not been revoked.'

/** The error of an unsuccessful answer. The key is cut out of what is logged. */
export function renderError(answer: HttpAnswer, apiKey: string): ProviderError {
  const { id, message } = parseError(answer.text, errorBody) ?? {}
  const detail = redact(`status ${answer.status}, id ${id ?? 'none'}, message ${message ?? 'none'}`, [apiKey])
  const quoted = id !== undefined && /^[a-z_]{1,40}$/.test(id) ? ` (Render: ${id})` : ''
  switch (answer.status) {
    case 401:
      return new ProviderError('refused', `${refusedMessage}${quoted}`, { detail })
    case 402:
      return new ProviderError(
        'account_problem',
        `Render asks this account for a payment. Resolve that at Render, then try again.${quoted}`,
        { detail },
      )
    case 403:
      return new ProviderError('insufficient_scope', `This Render API key does not allow this.${quoted}`, { detail })
    case 429:
      return new ProviderError('rate_limited', platformSentences.limited('Render'), {
        detail,
      })
    default:
      return unusableAnswer('Render', detail)
  }
}
