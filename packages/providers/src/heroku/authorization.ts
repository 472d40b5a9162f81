import * as z from 'zod'
import { lifetime } from '../reason.ts'
import type { HerokuClient } from './client.ts'

/** An element of `GET /oauth/authorizations`. Its token may be redacted in the middle (Heroku CLI's source). */
const authorization = z.object({
  id: z.string(),
  description: z.string().nullish().catch(null),
  access_token: z.object({ token: z.string(), expires_in: lifetime }).nullish(),
})
export type Authorization = z.output<typeof authorization>

/** All authorizations of a token's account. Only tokens of scope `global` may list these. */
export function authorizations(
  client: HerokuClient,
  call: Parameters<HerokuClient['list']>[2],
): Promise<Authorization[]> {
  return client.list('/oauth/authorizations', authorization, call)
}

/** The authorization of a token, found among those of its account. */
export async function ownAuthorization(
  client: HerokuClient,
  call: Parameters<HerokuClient['list']>[2],
): Promise<Authorization | undefined> {
  const list = await authorizations(client, call)
  const [own, ...others] = list.filter(
    ({ access_token }) => access_token != null && shows(access_token.token, call.token),
  )
  // Redacted tokens may look alike. If two fit, the right one is unknown.
  return others.length === 0 ? own : undefined
}

/** Whether a shown token, possibly redacted as `prefix**********suffix`, is this token. */
function shows(shown: string, token: string): boolean {
  const stars = /^([^*]+)\*{3,}([^*]+)$/.exec(shown)
  if (stars === null) return shown === token
  const [, prefix = '', suffix = ''] = stars
  return token.startsWith(prefix) && token.endsWith(suffix)
}
