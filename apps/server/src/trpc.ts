import { Readable } from 'node:stream'
import {
  type AppRouter,
  appRouter,
  type Context,
  failures,
  noteRequest,
  publicError,
  type Services,
} from '@app-connections/api'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Border } from './border.ts'
import { createCallers } from './callers.ts'
import { describeFailure, takeTheRest } from './errors.ts'
import { inTurn } from './large-inputs.ts'
import { answered, LongLists } from './long-lists.ts'
import { refuseAgain } from './refused-again.ts'
import { boundedRouteOf } from './request-line.ts'

/** The most calls in one request. */
const maxBatchSize = 20

const verbs = ['GET', 'HEAD', 'POST']

/** JSON-RPC's code of an invalid request, which tRPC gives to every error that comes from no procedure. */
const invalidRequest = -32_600

/** tRPC under `/api/trpc`. Authenticates before a body is read, and answers every failure in tRPC's envelope. */
export async function trpcAdapter(app: FastifyInstance, options: { border: Border; services: Services }) {
  const { border, services } = options
  const callers = createCallers(border.bearerOrSession)
  const requests = new WeakMap<Context, FastifyRequest>()
  const listsOf = new WeakMap<FastifyRequest, LongLists>()
  const noteRefusal = refuseAgain(app, border)

  app.addHook('onRequest', async (request, reply) => {
    // tRPC accepts every verb, but fails on those that `fetch` forbids.
    if (!verbs.includes(request.method)) {
      reply.header('allow', verbs.join(', '))
      throw failures.wrongProcedureVerb()
    }
    await callers.arrived(request)
  })
  app.addHook('preHandler', (request, _reply, done) => {
    inTurn(services, request, callers.known(request), request.body, done)
  })
  /** Puts marks in place of long lists before tRPC serializes the answers. */
  function markLongLists(request: FastifyRequest, data: readonly unknown[]) {
    const lists = new LongLists()
    for (const answer of data) markIn(answer, lists)
    if (lists.any) listsOf.set(request, lists)
  }
  app.addHook('onSend', (request, _reply, payload, done) => {
    const lists = listsOf.get(request)
    if (lists === undefined || !(payload instanceof Response)) return done(null, payload)
    const { status, headers } = payload
    payload
      .text()
      .then((text) => done(null, new Response(Readable.toWeb(lists.filledIn(text)), { status, headers })), done)
  })
  app.setErrorHandler((error, request, reply) => {
    const { body, retryAfterSeconds } = describeFailure(request, error)
    takeTheRest(reply)
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
    const message = typeof body.message === 'string' ? body.message : 'The input is not valid'
    reply.code(body.statusCode).send({ error: { code: invalidRequest, message, data: body } })
  })

  await app.register(fastifyTRPCPlugin, {
    prefix: '/api/trpc',
    trpcOptions: {
      router: appRouter,
      maxBatchSize,
      // A query that must not be a GET with a cookie is a POST.
      allowMethodOverride: true,
      createContext: async ({ req, res, info }) => {
        const call = { admitted: false, endpoint: null, batched: info.calls.length > 1, answered: answered(res) }
        const ctx = border.context(req, await callers.current(req), call)
        requests.set(ctx, req)
        return ctx
      },
      responseMeta({ ctx, data, errors, eagerGeneration }) {
        const request = ctx === undefined ? undefined : requests.get(ctx)
        if (request !== undefined) markLongLists(request, data)
        if (eagerGeneration || errors.length === 0) return {}
        const failures = errors.map((error) => publicError(error, ''))
        const waits = failures.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? [])
        const [first] = failures
        return {
          // Several failures get 207, each with its own status in `data`. tRPC's status would be 500 for those that are
          // alike.
          status: failures.length === 1 && first !== undefined ? first.body.statusCode : 207,
          headers: {
            // tRPC sets no type for what it refuses before any procedure.
            'content-type': 'application/json',
            ...(waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) }),
          },
        }
      },
      onError({ error, req, path }) {
        noteRequest(error, req.id)
        // Of a batch, other calls may still be served.
        if (boundedRouteOf(req) === `/api/trpc/${path}`) noteRefusal(req, error)
        describeFailure(req, error)
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'],
  })
}

/** Puts marks into tRPC's envelope of one answer. */
function markIn(answer: unknown, lists: LongLists) {
  if (typeof answer !== 'object' || answer === null || !('result' in answer)) return
  const { result } = answer
  if (typeof result === 'object' && result !== null && 'data' in result) result.data = lists.marked(result.data)
}
