import type { Limits, Services } from '@app-connections/api'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Logger } from 'pino'
import { createBorder } from './border.ts'
import { refuseBrokenRequest } from './broken-request.ts'
import { clientPackage } from './client-package.ts'
import { capConnections, isProxy } from './connection-cap.ts'
import { answerNothingHere, describeFailure, sendFailure } from './errors.ts'
import { addRulesOfEveryRequest, headersOfAnswers } from './every-request.ts'
import { forwardToWeb } from './forward-to-web.ts'
import { createKnownBrowsers } from './known-browser.ts'
import type { MetricsOptions } from './metrics.ts'
import { oauthCallback } from './oauth-callback.ts'
import { openApiRoutes } from './openapi/routes.ts'
import { createOutageLog } from './outage-log.ts'
import { newRequestId } from './request-id.ts'
import { boundedRouteOf, logRequests } from './request-line.ts'
import { type BodyPatience, limitRequestTimes } from './request-time.ts'
import { restAdapter } from './rest/adapter.ts'
import { proxyRoutes } from './rest/proxy.ts'
import type { SignIn } from './sign-in.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { trpcAdapter } from './trpc.ts'
import { endUnreadAnswers, type UnreadAnswers } from './unread-answers.ts'

export interface AppOptions {
  services: Services
  signIn: SignIn
  authSecret: string
  /** Throws while calls cannot be served. */
  ready: () => Promise<void>
  log: Logger
  /** Proxies whose `X-Forwarded-*` is trusted, as addresses or CIDRs. */
  trustProxy: readonly string[]
  /** The file of the client that is handed out. */
  clientPackage: string
  /** The address of the web app. Absent: there are no pages. */
  webUrl?: string
  /** The limits of requests for pages. */
  pageLimits: Limits
  unread: UnreadAnswers
  development?: boolean
  /** 30 s for a body, and 60 s from piece to piece for one that is sent on, unless given. */
  bodyPatience?: BodyPatience | undefined
  /** Absent where no token for them is set: there are no metrics then. */
  metrics?: Omit<MetricsOptions, 'routeOf'>
}

/** How long the bodies of requests may take. */
const bodyPatience: BodyPatience = { wholeMs: 30_000, idleMs: 60_000 }

/** More than an office behind one address needs, and less than a machine could hold open. */
const connectionsPerNetwork = 1_000

/** The public HTTP server, not yet listening. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { services, signIn } = options
  const loggerInstance: FastifyBaseLogger = options.log
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request costs more than its one line, so each line names its request instead.
    childLoggerFactory: (logger) => logger,
    genReqId: newRequestId,
    requestIdHeader: false,
    trustProxy: options.trustProxy.length === 0 ? false : [...options.trustProxy],
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 8_192, ignoreTrailingSlash: true },
    return503OnClosing: true,
    // Both happen before any hook: a path that is no text, and bytes that are no request.
    frameworkErrors(error, request, reply) {
      const { body } = describeFailure(request, error)
      reply.hijack()
      const own = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': request.id }
      reply.raw.writeHead(body.statusCode, { ...headersOfAnswers, ...own }).end(JSON.stringify(body))
    },
    clientErrorHandler: (error, socket) => refuseBrokenRequest(error, socket, newRequestId()),
  })
  app.decorate('logOutage', createOutageLog(options.log))
  const times = limitRequestTimes(app.server, options.bodyPatience ?? bodyPatience)
  capConnections(app.server, { perNetwork: connectionsPerNetwork, exempt: isProxy(options.trustProxy) })
  endUnreadAnswers(app.server, options.unread)
  addRulesOfEveryRequest(app, { https: services.siteUrl.startsWith('https:') })
  logRequests(app, options.log)
  if (options.metrics !== undefined) {
    // Loaded only here, so that other starts need not wait for it.
    const { addMetrics } = await import('./metrics.ts')
    addMetrics(app, { ...options.metrics, routeOf: boundedRouteOf })
  }
  app.setErrorHandler((error, request, reply) => sendFailure(request, reply, error))
  app.setNotFoundHandler(answerNothingHere)

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    await options.ready()
    return { status: 'ok' }
  })

  const border = createBorder(services, { cookieName: signIn.cookieName, secret: options.authSecret })
  await app.register(restAdapter, { border, services })
  await app.register(proxyRoutes, { border, services, times })
  await app.register(trpcAdapter, { border, services })
  const browsers = createKnownBrowsers({ siteUrl: services.siteUrl, secret: options.authSecret })
  await app.register(signInRoutes, { border, services, signIn, browsers })
  await app.register(oauthCallback, { border })
  await app.register(openApiRoutes, { siteUrl: services.siteUrl })
  await app.register(clientPackage, { file: options.clientPackage })
  if (options.webUrl !== undefined) {
    app.all('/api/*', answerNothingHere)
    await app.register(forwardToWeb, {
      webUrl: options.webUrl,
      limits: options.pageLimits,
      development: options.development ?? false,
    })
  }
  return app
}
