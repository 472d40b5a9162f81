import type { App } from '@app-connections/schemas'
import { merge } from './input.ts'
import { asItIs, mutation, query, type RestAnswer, type RestRoute } from './route.ts'

/** The calls about the leases of a connection, which is at the path `one`. */
export function leaseRoutes(app: App, one: string): Omit<RestRoute, 'app'>[] {
  const path = `${one}/leases`
  const lease = `${path}/:leaseId`
  const routes: Omit<RestRoute, 'app'>[] = [
    {
      ...mutation('POST', path, 'leases.create'),
      input: (request) => merge(merge(optional(request.body), request.params), { app }),
      answer: asItIs,
    },
    {
      ...query(path, 'leases.list'),
      input: (request) => merge(request.params, { app }),
      answer: asItIs,
    },
    {
      ...query(lease, 'leases.get'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('DELETE', lease, 'leases.end'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('POST', `${lease}/renew`, 'leases.renew'),
      input: (request) => merge(merge(optional(request.body), request.params), { app }),
      answer: asItIs,
    },
  ]
  // Leases are for the programs of people too.
  return routes.map((route) => ({ ...route, personalToken: true }))
}

/** All of the body may be left out, and then it may be absent. */
function optional(body: unknown): unknown {
  return body === undefined ? {} : body
}

function single(lease: unknown): RestAnswer {
  return { body: { lease } }
}
