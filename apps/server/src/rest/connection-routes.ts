import { type App, resourcesOf, rotates } from '@app-connections/schemas'
import { grantRoutes } from './grant-routes.ts'
import { merge } from './input.ts'
import { leaseRoutes } from './lease-routes.ts'
import { rotationRoutes } from './rotation-routes.ts'
import { asItIs, mutation, query, type RestRoute } from './route.ts'
import { single } from './single-connection.ts'

/** The calls of one app. They add the values of address and headers to the caller's input. */
export function connectionRoutes(app: App): RestRoute[] {
  const path = `/api/v1/app-connections/${app}`
  const one = `${path}/:connectionId`
  const resources = resourcesOf(app)
  const routes: Omit<RestRoute, 'app'>[] = [
    {
      ...mutation('POST', path, 'appConnections.create'),
      input: (request) => merge(request.body, { app, idempotencyKey: request.headers['idempotency-key'] }),
      answer: single,
    },
    {
      ...query(path, 'appConnections.list'),
      input: (request) => merge(request.query, { app }),
      answer: asItIs,
    },
    {
      ...query(`${path}/available`, 'appConnections.available'),
      input: (request) => merge(request.query, { app }),
      answer: (appConnections) => ({ body: { appConnections } }),
    },
    {
      ...query(`${path}/connection-name/:connectionName`, 'appConnections.getByName'),
      input: (request) => merge(merge(request.query, request.params), { app }),
      answer: single,
    },
    {
      ...query(one, 'appConnections.get'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
    {
      ...mutation('PATCH', one, 'appConnections.update'),
      input: (request) => merge(merge(request.body, request.params), { app, ifMatch: request.headers['if-match'] }),
      answer: single,
    },
    {
      ...mutation('DELETE', one, 'appConnections.remove'),
      input: (request) => merge(merge(request.query, request.params), { app, ifMatch: request.headers['if-match'] }),
      answer: single,
    },
    {
      ...query(`${one}/usage`, 'appConnections.usage'),
      input: (request) => merge(request.params, { app }),
      answer: asItIs,
    },
    {
      ...mutation('POST', `${one}/check`, 'appConnections.check'),
      input: (request) => merge(request.params, { app }),
      answer: single,
    },
  ]
  if (resources !== undefined) {
    routes.push({
      ...query(`${one}/${resources.many}`, 'appConnections.apps'),
      input: (request) => merge(request.params, { app }),
      answer: asItIs,
    })
  }
  const more = [...(rotates(app) ? rotationRoutes(app, one) : []), ...grantRoutes(app, one), ...leaseRoutes(app, one)]
  return [...routes, ...more].map((route) => ({ ...route, app }))
}
