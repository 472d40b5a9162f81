import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import type { AppRouter } from './wire.ts'

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

/** What one request is sent with. */
export interface Pass {
  headers: Record<string, string>
  /** After a 401: throws this pass away, if it is the one held now, and says whether asking for another makes sense. */
  discard(): boolean
}

/** Gives each request its pass. Rejects where a log-in fails. */
export type Authenticator = () => Promise<Pass>

/** The share of a token's life after which the next call logs in anew. */
const renewAfter = 0.8
const logInWithinMs = 30_000

/**
 * `send` carries the log-ins; `now` is the time in milliseconds. Throws a `TypeError` where the token or cookie cannot be
 * sent: the platform's own error would quote it.
 */
export function createAuthenticator(
  url: string,
  auth: Auth,
  send: typeof fetch,
  now: () => number = Date.now,
): Authenticator {
  if ('token' in auth) return fixed({ authorization: `Bearer ${auth.token}` })
  if ('clientId' in auth) return machine(url, auth, send, now)
  return fixed('origin' in auth ? { cookie: auth.cookie, origin: auth.origin } : {})
}

function fixed(headers: Record<string, string>): Authenticator {
  for (const [name, value] of Object.entries(headers)) {
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw new TypeError(`auth holds a character that cannot be sent in the header ${name}`)
    }
  }
  const pass = { headers, discard: () => false }
  return async () => pass
}

function machine(
  url: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  send: typeof fetch,
  now: () => number,
): Authenticator {
  const anonymous = createTRPCClient<AppRouter>({
    links: [httpLink({ url, fetch: (input, init) => send(input, { ...init, signal: init?.signal ?? null }) })],
  })
  let current: { pass: Promise<Pass>; life: { until: number } } | undefined

  const logIn = () => {
    const life = { until: Number.POSITIVE_INFINITY }
    const discard = () => {
      if (current?.life === life) current = undefined
      return true
    }
    const answer = async (): Promise<Pass> => {
      try {
        // The log-in belongs to no single call, so it has a deadline of its own and none of their signals.
        const signal = AbortSignal.timeout(logInWithinMs)
        const issued = await anonymous.accessTokens.login.mutate({ clientId, clientSecret }, { signal })
        life.until = now() + issued.expiresIn * 1000 * renewAfter
        return { headers: { authorization: `Bearer ${issued.accessToken}` }, discard }
      } catch (error) {
        discard()
        throw ofLogIn(error)
      }
    }
    // Known before the answer, so that calls made meanwhile share one log-in.
    const pass = answer()
    current = { pass, life }
    return pass
  }

  return () => (current !== undefined && now() < current.life.until ? current.pass : logIn())
}

function ofLogIn(error: unknown): unknown {
  if (error instanceof TRPCClientError) error.meta = { ...error.meta, logIn: true }
  return error
}

/** Whether what failed was the log-in for a call and not the call, of which then nothing was sent. */
export function failedAtLogIn(error: unknown): boolean {
  return error instanceof TRPCClientError && error.meta?.logIn === true
}
