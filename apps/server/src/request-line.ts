import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

/** Writes a line to the log for every request that was answered. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  // Nothing in a request's line comes from outside but the address: there is nothing to redact.
  const requestLog = log.child({}, { redact: [] })
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
}

/** The pattern of a request's route; of tRPC the procedures too, as far as they look like such. */
export function routeOf(request: FastifyRequest): string {
  const pattern = request.routeOptions.url ?? 'unknown'
  if (!pattern.startsWith('/api/trpc')) return pattern
  const procedures = request.url.slice('/api/trpc/'.length).split('?', 1)[0] ?? ''
  return /^[a-zA-Z.,]{1,400}$/.test(procedures) ? `/api/trpc/${procedures}` : pattern
}
