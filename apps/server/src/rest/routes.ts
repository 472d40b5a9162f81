import { appSchema } from '@app-connections/schemas'
import { connectionRoutes } from './connection-routes.ts'
import { asItIs, publicCall, query, type RestRoute, type StreamRoute } from './route.ts'
import { secretRoutes } from './secret-routes.ts'
import { syncRoutes } from './sync-routes.ts'

const connections = '/api/v1/app-connections'
const auth = '/api/v1/auth'
const events = '/api/v1/audit-events'

/** Every REST call. Those of an app are there once for each app. */
export const restRoutes: readonly RestRoute[] = [
  { ...query(connections, 'appConnections.list'), input: (request) => request.query, answer: asItIs },
  {
    ...query(`${connections}/options`, 'appConnections.options'),
    input: () => undefined,
    answer: (appConnectionOptions) => ({ body: { appConnectionOptions } }),
  },
  {
    ...query(`${connections}/proxy-rights`, 'proofs.usable'),
    personalToken: true,
    input: (request) => request.query,
    answer: (appConnections) => ({ body: { appConnections } }),
  },
  ...appSchema.options.flatMap(connectionRoutes),
  ...secretRoutes,
  ...syncRoutes,
  { ...publicCall(`${auth}/universal-auth/login`, 'accessTokens.login'), form: true },
  publicCall(`${auth}/token/renew`, 'accessTokens.renew'),
  publicCall(`${auth}/token/revoke`, 'accessTokens.revoke'),
  { ...publicCall(`${auth}/device`, 'deviceLogins.start'), form: true },
  { ...publicCall(`${auth}/device/token`, 'deviceLogins.take'), form: true },
  { ...query(events, 'auditEvents.list'), input: (request) => request.query, answer: asItIs },
]

/** The one call that streams. Over tRPC its pages are read one by one. */
export const exportRoute: StreamRoute = { ...query(`${events}/export`, 'auditEvents.list'), stream: true }
