import type { AppRouter } from '@app-connections/api'
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client'
import { type Auth, createAuthenticator } from './auth.ts'

export type Client = TRPCClient<AppRouter>

export interface ClientOptions {
  /** The service's public address, for example `https://connections.example.com`. */
  url: string
  auth: Auth
  /** The organization a person's calls are about, by its id; a machine identity has but one. */
  organizationId?: string
  /** Replaces the platform's `fetch`. */
  fetch?: typeof fetch
}

/** The service takes at most so many calls in one batch. */
const batchSize = 20

/**
 * A typed client of every procedure. Calls made in one tick travel together. Nothing is retried but a call that was
 * answered 401, once, after a machine identity has logged in again: such a call has had no effect.
 *
 * @example
 * const client = createClient({ url: 'http://localhost:3000', auth: { clientId, clientSecret } })
 * const connections = await client.appConnections.list.query({})
 */
export function createClient(options: ClientOptions): Client {
  const url = `${options.url.replace(/\/+$/, '')}/api/trpc`
  const send = options.fetch ?? fetch
  const authenticator = createAuthenticator(url, options.auth, send, Date.now)
  const organization: Record<string, string> =
    options.organizationId === undefined ? {} : { 'x-organization-id': options.organizationId }

  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url,
        maxItems: batchSize,
        maxURLLength: 8_000,
        headers: organization,
        async fetch(input, init) {
          const attempt = async () => {
            const headers = new Headers(init?.headers)
            for (const [name, value] of Object.entries(await authenticator.headers())) headers.set(name, value)
            return send(input, { ...init, signal: init?.signal ?? null, headers })
          }
          const answer = await attempt()
          return answer.status === 401 && authenticator.renew() ? attempt() : answer
        },
      }),
    ],
  })
}
