import type { Authenticator, Pass } from '../auth.ts'
import { jsonOf } from './json.ts'
import type { Wire } from './wire.ts'

/** The share of a token's life after which the next call logs in anew. */
const renewAfter = 0.8
const silentMs = 30_000

/** A machine identity: logs in at the first call, and anew before its token ends or where it is refused. */
export function logIn(
  wire: Wire,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Authenticator {
  let current: { pass: Promise<Pass>; until: number } | undefined

  const renew = () => {
    const mine = { pass: issue(() => drop()), until: Number.POSITIVE_INFINITY }
    const drop = () => {
      if (current === mine) current = undefined
      return true
    }
    async function issue(discard: () => boolean): Promise<Pass> {
      try {
        const body = Buffer.from(JSON.stringify({ clientId, clientSecret }))
        const path = '/api/v1/auth/universal-auth/login'
        const headers = { 'content-type': 'application/json' }
        const issued = await jsonOf(await wire({ method: 'POST', path, headers, body, silentMs }))
        mine.until = Date.now() + Number(issued.expiresIn) * 1000 * renewAfter
        return { headers: { authorization: `Bearer ${issued.accessToken}` }, discard }
      } catch (error) {
        discard()
        throw error
      }
    }
    current = mine
    return mine.pass
  }

  return () => (current !== undefined && Date.now() < current.until ? current.pass : renew())
}
