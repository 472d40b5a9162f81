import { failures, type Limits } from '@app-connections/api'
import proxy from '@fastify/http-proxy'
import type { FastifyInstance } from 'fastify'
import { addressOf } from './border.ts'
import { answerNothingHere, sendFailure } from './errors.ts'
import { asksForPage, sendWebAway } from './web-away.ts'

/** Forwards to the web app everything that no other route takes: GET and HEAD, and in development websockets. */
export async function forwardToWeb(
  app: FastifyInstance,
  { webUrl, limits, development }: { webUrl: string; limits: Limits; development: boolean },
) {
  // An address with `..` or `//` cannot be forwarded, and no page has one.
  app.setErrorHandler((error, request, reply) =>
    error instanceof Error && 'statusCode' in error && error.statusCode === 400
      ? answerNothingHere(request, reply)
      : sendFailure(request, reply, error),
  )
  await app.register(proxy, {
    upstream: webUrl,
    httpMethods: ['GET', 'HEAD'],
    websocket: development,
    preHandler: async (request) => limits.admit('page', undefined, addressOf(request)),
    replyOptions: {
      // Node has already answered `expect: 100-continue`, and the forwarding client cannot send that header.
      rewriteRequestHeaders: (request, { expect: _, ...headers }) => ({
        ...headers,
        host: request.headers.host ?? '',
        'x-forwarded-for': request.ip,
        'x-forwarded-host': request.host,
        'x-forwarded-proto': request.protocol,
      }),
      onError: (reply, { error }) => {
        const request = reply.request
        request.log.warn({ reqId: request.id, err: error }, 'the web app did not answer')
        if (asksForPage(request.headers)) return sendWebAway(reply)
        sendFailure(request, reply, failures.webAppUnavailable())
      },
    },
  })
}
