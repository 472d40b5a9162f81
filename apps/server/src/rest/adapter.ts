import { callProcedure, failures, type Services } from '@app-connections/api'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { addressOf, type Border } from '../border.ts'
import { createCallers } from '../callers.ts'
import { sendFailure } from '../errors.ts'
import { inTurn } from '../large-inputs.ts'
import { answered, LongLists } from '../long-lists.ts'
import { refuseAgain } from '../refused-again.ts'
import { exportAuditEvents } from './export.ts'
import type { RestRoute } from './route.ts'
import { exportRoute, restRoutes } from './routes.ts'

const verbs: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * REST: authenticates and limits before a body is read, passes the input to the procedure, and wraps its answer. Any
 * other verb on a known path gets 405 with `Allow`.
 */
export async function restAdapter(app: FastifyInstance, options: { border: Border; services: Services }) {
  const { border, services } = options
  const callers = createCallers(border.bearer)
  refuseAgain(app, border)
  app.setErrorHandler((error, request, reply) => sendFailure(request, reply, error))
  app.removeContentTypeParser('text/plain')
  acceptEmptyJson(app, (request, body, go) => inTurn(services, request, callers.known(request), body, go))

  for (const route of restRoutes) {
    if (route.form === true) await app.register(withForm(route))
    else mount(app, route)
  }
  app.route({
    method: exportRoute.method,
    url: exportRoute.path,
    onRequest: (request) => authenticate(request, exportRoute),
    async handler(request, reply) {
      const events = await exportAuditEvents(await contextOf(request, exportRoute), request.query, () =>
        authenticated(request, exportRoute),
      )
      return reply.type('application/x-ndjson').send(events)
    },
  })
  for (const [path, allowed] of allowedVerbs()) {
    app.route({
      method: verbs.filter((verb) => !allowed.includes(verb)),
      url: path,
      handler: async (_request, reply) => {
        reply.header('allow', allowed.join(', '))
        throw failures.wrongVerb(allowed)
      },
    })
  }

  function withForm(route: RestRoute) {
    return async (scope: FastifyInstance) => {
      await scope.register(formbody)
      mount(scope, route)
    }
  }

  function mount(scope: FastifyInstance, route: RestRoute) {
    scope.route({
      method: route.method,
      url: route.path,
      config: route.personalToken === true ? { personalToken: true } : {},
      onRequest: (request) => authenticate(request, route),
      async handler(request, reply) {
        const output = await callProcedure(await contextOf(request, route, reply), {
          path: route.procedure,
          type: route.type,
          input: route.input(request),
        })
        const { body, headers } = route.answer(output)
        if (headers !== undefined) reply.headers(headers)
        return sendBody(reply, body)
      },
    })
  }

  async function authenticate(request: FastifyRequest, { access, type }: Pick<RestRoute, 'access' | 'type'>) {
    if (access === 'public') return
    const caller = await callers.arrived(request)
    await services.limits.admit(type === 'query' ? 'read' : 'write', caller.id, addressOf(request))
  }

  /** The context of a further part of a call: looks the caller up and counts again. */
  async function authenticated(request: FastifyRequest, route: Pick<RestRoute, 'access' | 'type' | 'method' | 'path'>) {
    await authenticate(request, route)
    return contextOf(request, route)
  }

  async function contextOf(
    request: FastifyRequest,
    { access, method, path }: Pick<RestRoute, 'access' | 'method' | 'path'>,
    reply?: FastifyReply,
  ) {
    return border.context(request, await callers.current(request), {
      admitted: access === 'bearer',
      endpoint: `${method} ${path}`,
      ...(reply === undefined ? {} : { answered: answered(reply) }),
    })
  }
}

/** The body to send; where it holds a long list, its text as a stream. */
function sendBody(reply: FastifyReply, body: unknown): unknown {
  const lists = new LongLists()
  const marked = lists.marked(body)
  if (!lists.any) return body
  return reply.type('application/json; charset=utf-8').send(lists.filledIn(JSON.stringify(marked)))
}

/** Accepts an empty body with `content-type: application/json`, which some clients always send. */
function acceptEmptyJson(
  app: FastifyInstance,
  whenMayBeParsed: (request: FastifyRequest, body: string, go: (error?: Error) => void) => void,
) {
  // Keys that could reach a prototype are dropped, as all unknown keys are.
  const parse = app.getDefaultJsonParser('remove', 'remove')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined)
    whenMayBeParsed(request, body, (error) => (error === undefined ? parse(request, body, done) : done(error)))
  })
}

function allowedVerbs(): Map<string, string[]> {
  const byPath = new Map<string, string[]>()
  for (const { path, method } of [...restRoutes, exportRoute]) {
    const allowed = byPath.get(path) ?? []
    allowed.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]))
    byPath.set(path, allowed)
  }
  return byPath
}
