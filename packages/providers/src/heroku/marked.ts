import * as z from 'zod'
import { ProviderError } from '../error.ts'
import { lifetime } from '../reason.ts'
import { authorizations } from './authorization.ts'
import type { HerokuClient } from './client.ts'
import { isInsufficientScope } from './connect.ts'

/** The answer of `POST /oauth/authorizations`, the only one that shows the whole token for certain. */
const made = z.object({
  id: z.string().min(1).max(256),
  access_token: z.object({ token: z.string().min(1).max(4096), expires_in: lifetime }),
})
type Made = z.output<typeof made>

const path = '/oauth/authorizations'

/** What a token is made of: what people see of it in the list of their authorizations, and what it may do. */
export interface Wanted {
  readonly description: string
  readonly scope: readonly string[]
  /** After how many seconds it ends by itself; without, not at all unless Heroku gives it an end. */
  readonly expires_in?: number
}

/**
 * The authorizations that a token makes of its account, told apart by their descriptions. Only tokens of scope `global`
 * reach these.
 */
export function marked(client: HerokuClient, token: string) {
  return {
    make: (wanted: Wanted, deadline: AbortSignal): Promise<Made> =>
      orSay(client.post(path, wanted, made, { token, deadline, ofResource: true })),
    async find(description: string, deadline: AbortSignal): Promise<string[]> {
      const all = await orSay(authorizations(client, { token, deadline }))
      return all.filter((each) => each.description === description).map(({ id }) => id)
    },
    async end(id: string, deadline: AbortSignal): Promise<void> {
      try {
        await orSay(client.remove(`${path}/${encodeURIComponent(id)}`, { token, deadline, ofResource: true }))
      } catch (error) {
        if (!(error instanceof ProviderError) || error.failure !== 'gone') throw error
      }
    },
  }
}

/** Rejects with what would be needed where Heroku refuses a call about authorizations. */
export async function orSay<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (isInsufficientScope(error))
      throw new ProviderError('insufficient_scope', needed, { detail: error.detail, cause: error })
    if (error instanceof ProviderError && error.failure === 'not_accepted')
      throw new ProviderError('not_accepted', full, { detail: error.detail, cause: error })
    throw error
  }
}

const needed =
  'This token may not make or end tokens at Heroku: only one of the scope "global" may. Make one with "heroku authorizations:create -s global" and give it to the connection.'
const full =
  'Heroku refused to make another token: the account may have as many authorizations as it is allowed. End some with "heroku authorizations:revoke", then try again.'
