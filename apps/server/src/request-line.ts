import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

/** Logs a line for every answered request. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  // Only the address of a request's line comes from outside, so there is nothing to redact.
  const requestLog = log.child({}, { redact: [] })
  app.addHook('onResponse', (request, reply, done) => {
    // The route, never the address: its path and query may hold secrets.
    const path = routeOf(request)
    const ms = Math.round(reply.elapsedTime * 10) / 10
    requestLog.info(
      { reqId: request.id, method: request.method, path, status: reply.statusCode, ms, address: request.ip },
      'request',
    )
    done()
  })
}

/** The pattern of a request's route. For tRPC also the procedures, if they look like such. */
export function routeOf(request: FastifyRequest): string {
  const pattern = request.routeOptions.url ?? 'unknown'
  if (!pattern.startsWith('/api/trpc')) return pattern
  const procedures = request.url.slice('/api/trpc/'.length).split('?', 1)[0] ?? ''
  return /^[a-zA-Z.,]{1,400}$/.test(procedures) ? `/api/trpc/${procedures}` : pattern
}
