import { isProcedure } from '@app-connections/api'
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
function routeOf(request: FastifyRequest): string {
  const procedures = proceduresOf(request)
  return /^[a-zA-Z.,]{1,400}$/.test(procedures) ? `/api/trpc/${procedures}` : patternOf(request)
}

/**
 * The same as one of few, for what keeps every value it gets: only a procedure that exists has its own, and all batches
 * share one.
 */
export function boundedRouteOf(request: FastifyRequest): string {
  const procedures = proceduresOf(request)
  return isProcedure(procedures) ? `/api/trpc/${procedures}` : patternOf(request)
}

function patternOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown'
}

/** What a call over tRPC names, separated by commas; empty for other requests. */
function proceduresOf(request: FastifyRequest): string {
  if (!patternOf(request).startsWith('/api/trpc')) return ''
  return request.url.slice('/api/trpc/'.length).split('?', 1)[0] ?? ''
}
