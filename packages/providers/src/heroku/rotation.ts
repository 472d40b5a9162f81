import { endOf } from '../reason.ts'
import type { Rotation } from '../rotation-contract.ts'
import { ownAuthorization } from './authorization.ts'
import type { HerokuClient } from './client.ts'
import { tokenIdentity } from './connect.ts'
import { marked, orSay } from './marked.ts'

/**
 * Only tokens of scope `global` reach the authorizations of their account, so a new one has that scope as well. It has
 * no end unless Heroku gives it one.
 */
export function rotation(client: HerokuClient, token: string): Rotation {
  const { make, find, end } = marked(client, token)
  return {
    own: async (deadline) => (await orSay(ownAuthorization(client, { token, deadline })))?.id,
    async make(mark, deadline) {
      const { id, access_token } = await make({ description: describe(mark), scope: ['global'] }, deadline)
      return {
        id,
        stored: { authToken: access_token.token },
        identity: tokenIdentity(access_token.token),
        expiresAt: endOf(access_token.expires_in, Date.now()),
      }
    },
    find: (mark, deadline) => find(describe(mark), deadline),
    end,
  }
}

/** What people see of a token of ours in the list of their authorizations. */
function describe(mark: string): string {
  return `App Connections ${mark}`
}
