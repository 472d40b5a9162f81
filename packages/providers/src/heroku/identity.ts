import * as z from 'zod'
import { below } from '../address.ts'
import { parseAnswer, unusableAnswer } from '../answer.ts'
import { ProviderError } from '../error.ts'
import type { Http, HttpAnswer } from '../http.ts'
import { keptText, lifetime } from '../reason.ts'
import { hasErrorBody, herokuError, refusedMessage, suspendedError } from './errors.ts'

/**
 * The answer of Heroku's token endpoint. `expires_in` is in seconds (Dev Center, "OAuth", Token exchange). Other fields
 * that cannot be read are unknown, because tokens that may have rotated must not be lost over them.
 */
const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish().catch(null),
  expires_in: lifetime,
  user_id: keptText,
})
export type TokenAnswer = z.output<typeof tokenAnswer>

export type HerokuIdentity = ReturnType<typeof createHerokuIdentity>

/**
 * Heroku's identity service. The client is known by its secret only, and errors have the API's form, not RFC 6749's.
 */
export function createHerokuIdentity(http: Http, options: { idUrl: string; clientSecret: string }) {
  const url = below(options.idUrl, '/oauth/token')

  async function post(fields: Record<string, string>, deadline: AbortSignal): Promise<HttpAnswer> {
    return http.send({
      platform: 'Heroku',
      method: 'POST',
      url,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, client_secret: options.clientSecret }).toString(),
      deadline,
    })
  }

  /** Whether Heroku knows the secret: an impossible code is 401 for a known client and 400 for an unknown one. */
  async function checkClient(deadline: AbortSignal): Promise<boolean> {
    const fields = { grant_type: 'authorization_code', code: '00000000-0000-0000-0000-000000000000' }
    const answer = await post(fields, deadline)
    if (answer.status === 401) return true
    if (answer.status === 400) return false
    throw herokuError(answer, [options.clientSecret])
  }

  /** One exchange of a code or a refresh token, without retries. `secrets` are kept out of the log. */
  async function exchange(fields: Record<string, string>, deadline: AbortSignal): Promise<TokenAnswer> {
    const answer = await post(fields, deadline)
    if (answer.status === 200 || answer.status === 201)
      return parseAnswer('Heroku', 'POST /oauth/token', answer, tokenAnswer)
    const error = herokuError(answer, [options.clientSecret, ...Object.values(fields)])
    const refusal = answer.status === 400 || answer.status === 401 || answer.status === 403
    if (!refusal || error.failure === 'account_problem') throw error
    if (!hasErrorBody(answer)) {
      // A suspended account gets bare text under a JSON content type (Identity's source). No other answer of Heroku
      // does.
      const suspended = answer.status === 403 && (answer.headers['content-type'] ?? '').includes('json')
      throw suspended ? suspendedError(error.detail) : unusableAnswer('Heroku', error.detail)
    }
    // An unknown client gets 400, but sometimes an invalid token does too. Only a separate question shows which.
    if (answer.status === 400 && !(await checkClient(deadline))) {
      throw new ProviderError('misconfigured', "Heroku does not know this service's OAuth client: check its secret.", {
        detail: error.detail,
      })
    }
    throw new ProviderError('refused', refusedMessage, { detail: error.detail, cause: error })
  }

  return { exchange, checkClient }
}
