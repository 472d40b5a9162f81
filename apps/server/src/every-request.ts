import { failures } from '@app-connections/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * The headers of every answer, for any route and any spelling of its address: it is neither stored nor framed unless
 * its route says otherwise. Pages and assets of the web app have headers of their own, which win.
 */
export const headersOfAnswers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
}

/** Adds the rules of every request and its answer, before any route. */
export function addRulesOfEveryRequest(app: FastifyInstance, { https }: { https: boolean }): void {
  const headers = { ...headersOfAnswers, ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}) }
  // It waits for nothing, so it is a callback hook and not a promise.
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    reply.headers(headers)
    done(mistakeOf(request))
  })
}

/** The failure of a request that no route may accept. */
function mistakeOf({ raw, method, headers }: FastifyRequest): Error | undefined {
  // Node uses the first of two `host` headers; a proxy before this server may have used the second (RFC 9112, 3.2).
  if (raw.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length > 1) {
    return failures.hostTwice()
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity' && method !== 'GET' && method !== 'HEAD') {
    return failures.encodedBody()
  }
  return undefined
}
