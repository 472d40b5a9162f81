import * as z from 'zod'
import type { Broker, BrokerSession } from '../broker/contract.ts'
import { createMatcher } from '../broker/match.ts'
import { ProviderError } from '../error.ts'
import type { Http } from '../http.ts'
import type { HerokuClient } from './client.ts'
import { logStreams } from './log-streams.ts'
import { herokuRoutes } from './routes.ts'

const app = z.object({ id: z.uuid() })

export interface HerokuBroker {
  readonly http: Http
  readonly client: HerokuClient
  readonly apiUrl: string
  readonly token: string
}

/** Heroku's ids of errors by status (Dev Center, "Platform API Reference", Errors). */
const errorIds: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  422: 'invalid_params',
  429: 'rate_limit',
}

/** How callers use Heroku without its tokens. */
export const broker: Broker = {
  routes: herokuRoutes,
  find: createMatcher(herokuRoutes),
  errorId: (status) => errorIds[status] ?? (status < 500 ? 'bad_request' : 'internal_server_error'),
}

/** Requests of others, sent to Heroku with a token put in. What they ask for, and as which version, is theirs to say. */
export function brokerSession({ http, client, apiUrl, token }: HerokuBroker): BrokerSession {
  const { origin, pathname } = new URL(apiUrl)
  const base = pathname.replace(/\/+$/, '')
  return {
    secrets: [token],
    streams: logStreams(http, apiUrl),
    async resolve(name, deadline) {
      try {
        return (await client.findChanged(`/apps/${encodeURIComponent(name)}`, app, { token, deadline }))?.body?.id
      } catch (error) {
        // Somebody else's app has the name: this credential reaches none of it.
        if (error instanceof ProviderError && error.failure === 'insufficient_scope') return undefined
        throw error
      }
    },
    forward: ({ method, path, headers, body, signal }) =>
      http.stream({
        platform: 'Heroku',
        method,
        origin,
        path: `${base}${path}`,
        headers: { ...headers, accept: acceptOf(headers), authorization: `Bearer ${token}` },
        body,
        signal,
      }),
  }
}

/** Heroku answers 406 without a version; a caller that takes anything gets the present one. */
function acceptOf({ accept }: Readonly<Record<string, string>>): string {
  return accept === undefined || accept === '*/*' ? 'application/vnd.heroku+json; version=3' : accept
}
