import * as z from 'zod'
import { ProviderError } from '../error.ts'
import { endOf, lifetime } from '../reason.ts'
import type { MadeCredential, Rotation } from '../rotation-contract.ts'
import { authorizations, ownAuthorization } from './authorization.ts'
import type { HerokuClient } from './client.ts'
import { isInsufficientScope, tokenIdentity } from './connect.ts'

/** The answer of `POST /oauth/authorizations`, the only one that shows the whole token for certain. */
const made = z.object({
  id: z.string().min(1).max(256),
  access_token: z.object({ token: z.string().min(1).max(4096), expires_in: lifetime }),
})

const path = '/oauth/authorizations'

/**
 * Only tokens of scope `global` reach the authorizations of their account, so a new one has that scope as well. It has
 * no end unless Heroku gives it one.
 */
export function rotation(client: HerokuClient, token: string): Rotation {
  const orSay = <T>(call: Promise<T>): Promise<T> => call.catch((error: unknown) => Promise.reject(explained(error)))
  return {
    own: async (deadline) => (await orSay(ownAuthorization(client, { token, deadline })))?.id,
    make: (mark, deadline) => orSay(make(client, { token, mark, deadline })),
    async find(mark, deadline) {
      const all = await orSay(authorizations(client, { token, deadline }))
      return all.filter(({ description }) => description === describe(mark)).map(({ id }) => id)
    },
    end: (id, deadline) => orSay(end(client, { token, id, deadline })),
  }
}

async function make(
  client: HerokuClient,
  { token, mark, deadline }: { token: string; mark: string; deadline: AbortSignal },
): Promise<MadeCredential> {
  const body = { description: describe(mark), scope: ['global'] }
  const { id, access_token } = await client.post(path, body, made, { token, deadline, ofResource: true })
  return {
    id,
    stored: { authToken: access_token.token },
    identity: tokenIdentity(access_token.token),
    expiresAt: endOf(access_token.expires_in, Date.now()),
  }
}

async function end(
  client: HerokuClient,
  { token, id, deadline }: { token: string; id: string; deadline: AbortSignal },
): Promise<void> {
  try {
    await client.remove(`${path}/${encodeURIComponent(id)}`, { token, deadline, ofResource: true })
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure !== 'gone') throw error
  }
}

/** What people see of a token of ours in the list of their authorizations. */
function describe(mark: string): string {
  return `App Connections ${mark}`
}

function explained(error: unknown): unknown {
  if (isInsufficientScope(error))
    return new ProviderError('insufficient_scope', needed, { detail: error.detail, cause: error })
  if (error instanceof ProviderError && error.failure === 'not_accepted') {
    return new ProviderError('not_accepted', full, { detail: error.detail, cause: error })
  }
  return error
}

const needed =
  'This token may not make or end tokens at Heroku: only one of the scope "global" may. Make one with "heroku authorizations:create -s global" and give it to the connection.'
const full =
  'Heroku refused to make another token: the account may have as many authorizations as it is allowed. End some with "heroku authorizations:revoke", then try again.'
