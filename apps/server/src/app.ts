import { OperationError, type Services } from '@app-connections/api'
import { ping } from '@app-connections/db/system'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { createBorder } from './border.ts'
import { refuseBrokenRequest } from './broken-request.ts'
import { describeFailure, sendFailure } from './errors.ts'
import { forwardToWeb } from './forward-to-web.ts'
import type { MetricsOptions } from './metrics.ts'
import { oauthCallback } from './oauth-callback.ts'
import { openApiRoutes } from './openapi/routes.ts'
import { newRequestId } from './request-id.ts'
import { restAdapter } from './rest/adapter.ts'
import type { SignIn } from './sign-in.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { trpcAdapter } from './trpc.ts'

export interface AppOptions {
  services: Services
  signIn: SignIn
  authSecret: string
  log: Logger
  /** Proxies whose `X-Forwarded-*` is believed, as addresses or CIDRs. */
  trustProxy: readonly string[]
  /** Where the web app listens; absent: there are no pages. */
  webUrl?: string
  development?: boolean
  /** Metrics are there where they have a token. */
  metrics?: Omit<MetricsOptions, 'routeOf'>
}

/** How long a request may take to arrive in full, in milliseconds. */
const requestTimeout = 30_000

/** The public HTTP server, not yet listening. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { services, signIn } = options
  const loggerInstance: FastifyBaseLogger = options.log
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request costs more than its one line; whoever logs names the request instead.
    childLoggerFactory: (logger) => logger,
    genReqId: newRequestId,
    requestIdHeader: false,
    trustProxy: options.trustProxy.length === 0 ? false : [...options.trustProxy],
    bodyLimit: 1024 * 1024,
    requestTimeout,
    routerOptions: { maxParamLength: 8_192, ignoreTrailingSlash: true },
    return503OnClosing: true,
    // Both come before any hook: a path that is no text, and bytes that are no request.
    frameworkErrors(error, request, reply) {
      const { body } = describeFailure(request, error)
      reply.hijack()
      const headers = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': request.id }
      reply.raw.writeHead(body.statusCode, headers).end(JSON.stringify(body))
    },
    clientErrorHandler: (error, socket) => refuseBrokenRequest(error, socket, newRequestId()),
  })
  const https = services.siteUrl.startsWith('https:')

  // Nothing in a request's line comes from outside but the address: there is nothing to redact.
  const requestLog = options.log.child({}, { redact: [] })
  // Both hooks wait for nothing, and therefore are none that answer with a promise.
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
    if (https) reply.header('strict-transport-security', 'max-age=31536000')
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    // The route, and never the address: both its path and its query may carry what must not be logged.
    const path = routeOf(request)
    const ms = Math.round(reply.elapsedTime * 10) / 10
    requestLog.info(
      { reqId: request.id, method: request.method, path, status: reply.statusCode, ms, address: request.ip },
      'request',
    )
    done()
  })
  if (options.metrics !== undefined) {
    // Loaded where it is wanted: the start need not wait for it elsewhere.
    const { addMetrics } = await import('./metrics.ts')
    addMetrics(app, { ...options.metrics, routeOf })
  }
  app.setErrorHandler((error, request, reply) => sendFailure(request, reply, error))
  app.setNotFoundHandler((request, reply) =>
    sendFailure(request, reply, new OperationError('NotFound', 'There is nothing at this address')),
  )

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    await ping(services.db)
    return { status: 'ok' }
  })

  const border = createBorder(services, { cookieName: signIn.cookieName, secret: options.authSecret })
  await app.register(restAdapter, { border, services })
  await app.register(trpcAdapter, { border })
  await app.register(signInRoutes, { border, services, signIn })
  await app.register(oauthCallback, { border })
  await app.register(openApiRoutes, { siteUrl: services.siteUrl })
  if (options.webUrl !== undefined) {
    app.all('/api/*', (request, reply) =>
      sendFailure(request, reply, new OperationError('NotFound', 'There is nothing at this address')),
    )
    await app.register(forwardToWeb, { webUrl: options.webUrl, development: options.development ?? false })
  }
  return app
}

/** The pattern of a request's route; of tRPC the procedures too, as far as they look like such. */
function routeOf(request: FastifyRequest): string {
  const pattern = request.routeOptions.url ?? 'unknown'
  if (!pattern.startsWith('/api/trpc')) return pattern
  const procedures = request.url.slice('/api/trpc/'.length).split('?', 1)[0] ?? ''
  return /^[a-zA-Z.,]{1,400}$/.test(procedures) ? `/api/trpc/${procedures}` : pattern
}
