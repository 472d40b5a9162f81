import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client'
import { expectJson } from './answer.ts'
import { type Auth, type Authenticator, createAuthenticator } from './auth.ts'
import { type Retry, retryLink } from './retry.ts'
import type { AppRouter } from './wire.ts'

/** A method for every procedure of the service: `client.<noun>.<verb>.query(input)`, or `.mutate(input)`. */
export type Client = TRPCClient<AppRouter>

export interface ClientOptions {
  /** The service's public address, for example `https://connections.example.com`. */
  url: string
  auth: Auth
  /** The organization a person's calls are about, by its id; a machine identity has but one. */
  organizationId?: string
  /**
   * What repeats a call that failed for a reason that passes (the network; status 429, 502, 503 or 504): 3 tries unless
   * told. Only queries are repeated, and creations that carry an `idempotencyKey`. `false` for a caller that repeats by
   * itself.
   */
  retry?: Retry
  /** Replaces the platform's `fetch`. */
  fetch?: typeof fetch
}

/** The service takes at most so many calls in one batch. */
const batchSize = 20

/**
 * A typed client of every procedure. Calls made in one tick travel together; each takes `{ signal }` as its second
 * argument. A call rejects with an error that `errorOf` reads.
 *
 * @example
 * const client = createClient({ url: 'http://localhost:3000', auth: { clientId, clientSecret } })
 * const { appConnections } = await client.appConnections.list.query({})
 */
export function createClient(options: ClientOptions): Client {
  const url = `${options.url.replace(/\/+$/, '')}/api/trpc`
  const send = expectJson(options.fetch ?? fetch)
  const organization: Record<string, string> =
    options.organizationId === undefined ? {} : { 'x-organization-id': options.organizationId }

  const transport = authenticated(send, createAuthenticator(url, options.auth, send))

  const shared: Pick<Parameters<typeof httpLink<AppRouter>>[0], 'url' | 'methodOverride' | 'fetch'> = {
    url,
    // What goes with a cookie is a POST: some queries open a credential, which a link must not do.
    ...('cookie' in options.auth ? { methodOverride: 'POST' as const } : {}),
    fetch: (input, init) => transport(input, { ...init, signal: init?.signal ?? null }),
  }

  return createTRPCClient<AppRouter>({
    links: [
      retryLink(options.retry),
      splitLink({
        condition: ({ path, input }) => makesLongAnswer(path, input),
        true: httpLink({ ...shared, headers: organization }),
        false: httpBatchLink({ ...shared, headers: organization, maxItems: batchSize, maxURLLength: 8_000 }),
      }),
    ],
  })
}

/** Whether an answer has no limit, and therefore travels alone. */
function makesLongAnswer(path: string, input: unknown): boolean {
  if (path === 'appConnections.available') return true
  if (path !== 'appConnections.list') return false
  return typeof input !== 'object' || input === null || !('limit' in input || 'cursor' in input)
}

/** These answer 401 for what is in their input. */
const judgesItsInput = /\baccessTokens\.(?:login|renew|revoke)\b/

/**
 * Sends each request with a pass. One that is answered 401 has had no effect: it is sent once more with a new pass, if
 * there can be one.
 */
function authenticated(send: typeof fetch, authenticate: Authenticator): typeof fetch {
  return async (input, init) => {
    const attempt = async () => {
      const pass = await authenticate()
      const headers = new Headers(init?.headers)
      for (const [name, value] of Object.entries(pass.headers)) headers.set(name, value)
      return { pass, answer: await send(input, { ...init, headers }) }
    }
    const { pass, answer } = await attempt()
    if (answer.status !== 401 || judgesItsInput.test(String(input)) || !pass.discard()) return answer
    await answer.body?.cancel()
    return (await attempt()).answer
  }
}
