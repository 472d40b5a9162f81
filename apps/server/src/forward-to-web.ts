import { failures, type Limits } from '@app-connections/api'
import proxy from '@fastify/http-proxy'
import type { FastifyInstance } from 'fastify'
import { addressOf } from './border.ts'
import { answerNothingHere, sendFailure } from './errors.ts'
import { asksForPage, sendWebAway } from './web-away.ts'

/** Forwards everything that is no call of ours to the web app: GET and HEAD alone, and websockets in development. */
export async function forwardToWeb(
  app: FastifyInstance,
  { webUrl, limits, development }: { webUrl: string; limits: Limits; development: boolean },
) {
  // What cannot be forwarded is an address with `..` or `//` in it, and pages have none.
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
      // Whoever expects to be told to go on has been told so by Node; the client that forwards cannot send such.
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
