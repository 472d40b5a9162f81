import type { AppRouter } from '@app-connections/api'
import { createTRPCClient, httpLink } from '@trpc/client'

/**
 * How a program or page proves who it is:
 * - `{ token }`: an access token
 * - `{ clientId, clientSecret }`: a machine identity; logs in, and again before its token ends
 * - `{ cookie: 'browser' }`: the session cookie that the browser sends by itself
 * - `{ cookie, origin }`: a session cookie passed on by a server; `origin` is that of the service's public address
 */
export type Auth =
  | { token: string }
  | { clientId: string; clientSecret: string }
  | { cookie: 'browser' }
  | { cookie: string; origin: string }

/** Gives the headers of a call; `renew` throws away what it holds after a 401 and says whether asking again makes sense. */
export interface Authenticator {
  headers(): Promise<Record<string, string>>
  renew(): boolean
}

/** The share of a token's life after which the next call logs in anew. */
const renewAfter = 0.8

export function createAuthenticator(url: string, auth: Auth, send: typeof fetch, now: () => number): Authenticator {
  if ('token' in auth) return fixed({ authorization: `Bearer ${auth.token}` })
  if ('clientId' in auth) return machine(url, auth, send, now)
  return fixed('origin' in auth ? { cookie: auth.cookie, origin: auth.origin } : {})
}

function fixed(headers: Record<string, string>): Authenticator {
  return { headers: async () => headers, renew: () => false }
}

function machine(
  url: string,
  credentials: { clientId: string; clientSecret: string },
  send: typeof fetch,
  now: () => number,
): Authenticator {
  const anonymous = createTRPCClient<AppRouter>({
    links: [httpLink({ url, fetch: (input, init) => send(input, { ...init, signal: init?.signal ?? null }) })],
  })
  let current: { token: Promise<string>; until: number } | undefined

  function logIn(): Promise<string> {
    // Known before the answer, so that calls made meanwhile share one log-in.
    const entry = { token: Promise.resolve(''), until: Number.POSITIVE_INFINITY }
    entry.token = anonymous.accessTokens.login.mutate(credentials).then(
      (answer) => {
        entry.until = now() + answer.expiresIn * 1000 * renewAfter
        return answer.accessToken
      },
      (error: unknown) => {
        if (current === entry) current = undefined
        throw error
      },
    )
    current = entry
    return entry.token
  }

  return {
    async headers() {
      const token = current !== undefined && now() < current.until ? current.token : logIn()
      return { authorization: `Bearer ${await token}` }
    },
    renew() {
      current = undefined
      return true
    },
  }
}
