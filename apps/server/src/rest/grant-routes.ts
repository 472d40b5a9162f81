import type { App } from '@app-connections/schemas'
import { merge } from './input.ts'
import { asItIs, mutation, query, type RestAnswer, type RestRoute } from './route.ts'

/** The calls about the grants of a connection, which is at the path `one`, and what these open. */
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
    {
      ...query(`${grant}/proof`, 'proofs.ofGrant'),
      input: (request) => merge(request.params, { app }),
      answer: (proof) => ({ body: { proof } }),
    },
    {
      // It takes what a change of the grant takes, and changes nothing.
      ...query(`${grant}/proof`, 'proofs.difference'),
      method: 'POST',
      input: (request) => merge(merge(request.body, request.params), { app }),
      answer: (difference) => ({ body: { difference } }),
    },
    {
      ...query(`${one}/proxy-rights`, 'proofs.rights'),
      personalToken: true,
      input: (request) => merge(request.params, { app }),
      answer: (proxyRights) => ({ body: { proxyRights } }),
    },
  ]
}

function single(grant: unknown): RestAnswer {
  return { body: { grant } }
}
