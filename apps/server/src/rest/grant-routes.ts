import type { App } from '@app-connections/schemas'
import { merge } from './input.ts'
import { asItIs, mutation, query, type RestAnswer, type RestRoute } from './route.ts'

/** The calls about the grants of a connection, which is at the path `one`. */
export function grantRoutes(app: App, one: string): Omit<RestRoute, 'app'>[] {
  const path = `${one}/grants`
  const grant = `${path}/:grantId`
  return [
    {
      ...mutation('POST', path, 'grants.create'),
      input: (request) =>
        merge(merge(request.body, request.params), { app, idempotencyKey: request.headers['idempotency-key'] }),
      answer: single,
    },
    {
      ...query(path, 'grants.list'),
      input: (request) => merge(merge(request.query, request.params), { app }),
      answer: asItIs,
    },
    {
      ...query(grant, 'grants.get'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('PATCH', grant, 'grants.update'),
      input: (request) => merge(merge(request.body, request.params), { app }),
      answer: single,
    },
    {
      ...mutation('DELETE', grant, 'grants.end'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
  ]
}

function single(grant: unknown): RestAnswer {
  return { body: { grant } }
}
