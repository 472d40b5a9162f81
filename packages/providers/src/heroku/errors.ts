import * as z from 'zod'
import { parseError, redact, unusableAnswer } from '../answer.ts'
import { ProviderError } from '../error.ts'
import type { HttpAnswer } from '../http.ts'
import { platformSentences } from '../sentences.ts'

/** Heroku's error body (Dev Center, "Platform API Reference", Errors). */
const errorBody = z.object({ id: z.string(), message: z.string().optional() })

/** Errors of accounts that Heroku knows but does not serve, by id. */
const accountProblems: Readonly<Record<string, string>> = {
  suspended: 'Heroku has suspended this account. Resolve that at Heroku, then try again.',
  password_expired: 'The password of this Heroku account has expired. Set a new one at Heroku, then try again.',
  delinquent:
    'This Heroku account has an unpaid bill or must confirm its payment method. Resolve that at Heroku, then try again.',
  two_factor: 'Heroku asks for a second factor for this token. Use a token made with "heroku authorizations:create".',
  verification_needed: 'Heroku asks this account to verify its billing. Do that at Heroku, then try again.',
  verification_required: 'Heroku asks this account to verify its billing. Do that at Heroku, then try again.',
}

export const refusedMessage = 'Heroku refused the token. Check that it is complete, not expired and not revoked.'

/**
 * The error of an unsuccessful answer. `secrets` are cut out of what is logged. 403 is `insufficient_scope` here; only
 * the whole probe shows whether it means a dead token.
 */
export function herokuError(answer: HttpAnswer, secrets: readonly string[]): ProviderError {
  const body = parseError(answer.text, errorBody)
  const id = body?.id
  const detail = redact(`status ${answer.status}, id ${id ?? 'none'}, message ${body?.message ?? 'none'}`, secrets)
  const quoted = id !== undefined && /^[a-z_]{1,40}$/.test(id) ? ` (Heroku: ${id})` : ''
  const problem = id === undefined ? undefined : accountProblems[id]
  if (problem !== undefined && answer.status >= 400 && answer.status < 500) {
    return new ProviderError('account_problem', `${problem}${quoted}`, { detail })
  }
  if (answer.status === 401) return new ProviderError('refused', `${refusedMessage}${quoted}`, { detail })
  if (answer.status === 402)
    return new ProviderError('account_problem', `${accountProblems.delinquent}${quoted}`, { detail })
  if (answer.status === 403) {
    return new ProviderError('insufficient_scope', `The scope of this Heroku token does not allow this.${quoted}`, {
      detail,
    })
  }
  if (answer.status === 429) {
    return new ProviderError('rate_limited', platformSentences.limited('Heroku'), {
      detail,
    })
  }
  return unusableAnswer('Heroku', detail)
}

/**
 * The error of an unsuccessful answer to a call about one resource: that it is not there, or that its change is refused,
 * says nothing about Heroku or the credential.
 */
export function resourceError(answer: HttpAnswer, secrets: readonly string[]): ProviderError {
  const error = herokuError(answer, secrets)
  if (error.failure !== 'unavailable' || !hasErrorBody(answer)) return error
  const { detail } = error
  if (answer.status === 404) {
    return new ProviderError('gone', 'Heroku does not find the app for this token (any more).', { detail })
  }
  if (answer.status === 422) {
    return new ProviderError('not_accepted', 'Heroku refused the change as a whole: nothing was changed.', { detail })
  }
  return error
}

/** Whether an answer holds an error in Heroku's form. Those of routers and firewalls in front of Heroku do not. */
export function hasErrorBody(answer: HttpAnswer): boolean {
  return parseError(answer.text, errorBody) !== undefined
}

/** A suspended account, where Heroku's error has no id for it. */
export function suspendedError(detail: string): ProviderError {
  return new ProviderError('account_problem', `${accountProblems.suspended} (Heroku: suspended)`, { detail })
}
