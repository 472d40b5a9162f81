import { failures } from '@app-connections/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * What holds of every answer, whatever its route and however its address was written: an answer is not kept and not
 * framed unless its route says otherwise. A page and an asset of the web app bring headers of their own, which win.
 */
export const headersOfAnswers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
}

/** Adds what holds of every request and its answer, before any route looks at it. */
export function addRulesOfEveryRequest(app: FastifyInstance, { https }: { https: boolean }): void {
  const headers = { ...headersOfAnswers, ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}) }
  // It waits for nothing, and therefore is none that answers with a promise.
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    reply.headers(headers)
    done(mistakeOf(request))
  })
}

/** What makes a request one that no route may take. */
function mistakeOf({ raw, method, headers }: FastifyRequest): Error | undefined {
  // Node keeps the first of two; what stands in front may have gone by the second (RFC 9112, 3.2).
  if (raw.rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length > 1) {
    return failures.hostTwice()
  }
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity' && method !== 'GET' && method !== 'HEAD') {
    return failures.encodedBody()
  }
  return undefined
}
