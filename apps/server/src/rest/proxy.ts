import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished, Readable } from 'node:stream'
import { failures, type Services, useConnection } from '@app-connections/api'
import { type App, appSchema } from '@app-connections/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { addressOf, type Border } from '../border.ts'
import { createCallers } from '../callers.ts'
import { sendFailure } from '../errors.ts'
import { headersOfAnswers } from '../every-request.ts'
import { refuseAgain } from '../refused-again.ts'
import type { RequestTimes } from '../request-time.ts'

const path = '/api/v1/app-connections/:app/:connectionId/proxy'
const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * The way in for requests that are sent on to a platform: `…/{app}/{connectionId}/proxy/{path}`. Bodies are not read
 * here but run through. Statuses of the platform pass; errors of this service also carry the platform's word for them,
 * since its clients look at that.
 */
export async function proxyRoutes(
  app: FastifyInstance,
  { border, services, times }: { border: Border; services: Services; times: RequestTimes },
) {
  const callers = createCallers(border.bearer)
  refuseAgain(app, border)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.setErrorHandler((error, request, reply) => {
    times.drop(request.raw)
    refuse(services, request, reply, error)
  })
  app.route({
    method: [...verbs],
    url: `${path}/*`,
    config: { personalToken: true },
    async onRequest(request) {
      if (request.headers.upgrade !== undefined) throw failures.upgradeRefused()
      const caller = await callers.arrived(request)
      await services.limits.admit('write', caller.id, addressOf(request))
    },
    async handler(request, reply) {
      const { app: name, connectionId, target } = readAddress(request)
      const gone = new AbortController()
      // What is answered whole has ended by itself.
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort()
      })
      times.letRun(request.raw)
      const context = border.context(request, await callers.current(request), { admitted: true, endpoint: null })
      const answer = await useConnection(context, {
        app: name,
        connectionId,
        target,
        base: `${services.siteUrl}/api/v1/app-connections/${name}/${connectionId}/proxy`,
        method: request.method,
        headers: request.headers,
        body: hasBody(request) ? bodyOf(request.raw) : null,
        signal: gone.signal,
      })
      reply.hijack()
      reply.raw.writeHead(answer.status, { ...headersOfAnswers, ...answer.headers, 'x-request-id': request.id })
      sendTogether(reply.raw)
      // What breaks by now can only break the connection off, which says that the answer is not whole.
      await pass(answer.body, reply.raw)
      times.drop(request.raw)
    },
  })
}

/** Sends a body, and resolves when that has ended in any way: where one of the two breaks, so does the other. */
function pass(body: Readable, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    // Also where it has broken by now.
    finished(body, (error) => {
      if (error) response.destroy()
    })
    finished(response, () => {
      body.destroy()
      resolve()
    })
    body.pipe(response)
  })
}

/**
 * Sends the headers together with what of the body is there at once; and before its first byte where none is, since a
 * stream may be silent for long.
 */
function sendTogether(response: ServerResponse): void {
  response.cork()
  setImmediate(() => {
    response.flushHeaders()
    response.uncork()
  })
}

/** The parts of the address, of which the target is as it came: the router has decoded its own copy. */
function readAddress(request: FastifyRequest): { app: App; connectionId: string; target: string } {
  const raw = request.raw.url ?? ''
  const found = /^\/api\/v1\/app-connections\/([a-z0-9-]+)\/([0-9A-Za-z-]+)\/proxy(\/.*)$/.exec(raw)
  const app = appSchema.safeParse(found?.[1])
  if (found === null || !app.success) throw failures.unknownAddress()
  return { app: app.data, connectionId: found[2] ?? '', target: found[3] ?? '' }
}

/**
 * The body of a request, which can be given up without the connection that it comes on: the caller is still to be
 * answered.
 */
function bodyOf(request: IncomingMessage): Readable {
  return Readable.from(request.iterator({ destroyOnReturn: false }), { objectMode: false })
}

function hasBody({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function refuse(services: Services, request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  const app = appSchema.safeParse(/^\/api\/v1\/app-connections\/([a-z0-9-]+)\//.exec(request.raw.url ?? '')?.[1])
  const broker = app.success ? services.providers.of(app.data).broker : undefined
  sendFailure(request, reply, error, (body) => {
    // So that nobody takes it for the platform's own.
    if (body.error === 'PermissionDenied') reply.header('x-app-connections', 'denied')
    return broker === undefined ? {} : { id: broker.errorId(body.statusCode) }
  })
}
