import type { Leasing } from '../lease-contract.ts'
import type { HerokuClient } from './client.ts'
import { marked } from './marked.ts'

/** Authorizations of their own, which Heroku ends after their time even where nobody else does. */
export function leasing(client: HerokuClient, token: string): Leasing {
  const { make, find, end } = marked(client, token)
  return {
    async make({ mark, scopes, seconds }, deadline) {
      const wanted = { description: describe(mark), scope: scopes, expires_in: seconds }
      const { id, access_token } = await make(wanted, deadline)
      return { id, token: access_token.token }
    },
    find: (mark, deadline) => find(describe(mark), deadline),
    end,
  }
}

/** What people see of a token of ours in the list of their authorizations. */
function describe(mark: string): string {
  return `App Connections lease ${mark}`
}
