import { type App, syncApps } from '@app-connections/schemas'
import { isObject, merge } from './input.ts'
import { asItIs, mutation, query, type RestAnswer, type RestRoute } from './route.ts'

const syncs = '/api/v1/secret-syncs'

/** The calls about syncs: those of all apps, and the family of each app that can be synced to. */
export const syncRoutes: readonly RestRoute[] = [
  {
    ...query(`${syncs}/options`, 'secretSyncs.options'),
    input: () => undefined,
    answer: (secretSyncOptions) => ({ body: { secretSyncOptions } }),
  },
  { ...query(syncs, 'secretSyncs.list'), input: (request) => request.query, answer: several },
  ...syncApps.flatMap(routesTo),
]

/** The calls about syncs to one app. They add the values of address and headers to the caller's input. */
function routesTo(destination: App): RestRoute[] {
  const path = `${syncs}/${destination}`
  const one = `${path}/:syncId`
  const routes: Omit<RestRoute, 'app'>[] = [
    {
      ...query(path, 'secretSyncs.list'),
      input: (request) => merge(request.query, { destination }),
      answer: several,
    },
    {
      ...mutation('POST', path, 'secretSyncs.create'),
      input: (request) => merge(request.body, { destination, idempotencyKey: request.headers['idempotency-key'] }),
      answer: single,
    },
    {
      // It asks, and changes nothing.
      ...query(`${path}/check-destination`, 'secretSyncs.checkDestination'),
      method: 'POST',
      input: (request) => merge(request.body, { destination }),
      answer: asItIs,
    },
    {
      ...query(`${path}/sync-name/:syncName`, 'secretSyncs.getByName'),
      input: (request) => merge(merge(request.query, request.params), { destination }),
      answer: single,
    },
    {
      ...query(one, 'secretSyncs.get'),
      input: (request) => merge(request.params, { destination }),
      answer: single,
    },
    {
      ...mutation('PATCH', one, 'secretSyncs.update'),
      input: (request) => merge(merge(request.body, request.params), { destination }),
      answer: single,
    },
    {
      ...mutation('DELETE', one, 'secretSyncs.remove'),
      input: (request) => merge(merge(request.query, request.params), { destination }),
      answer: single,
    },
    {
      ...mutation('POST', `${one}/sync-secrets`, 'secretSyncs.syncSecrets'),
      input: (request) => merge(request.params, { destination }),
      answer: single,
    },
    {
      ...mutation('POST', `${one}/import-secrets`, 'secretSyncs.importSecrets'),
      inQuery: true,
      input: (request) => merge(merge(request.query, request.params), { destination }),
      answer: single,
    },
    {
      ...mutation('POST', `${one}/remove-secrets`, 'secretSyncs.removeSecrets'),
      input: (request) => merge(request.params, { destination }),
      answer: single,
    },
    {
      ...mutation('POST', `${one}/plan`, 'secretSyncs.plan'),
      input: (request) => merge(request.params, { destination }),
      answer: (plan) => ({ body: planOf(plan) }),
    },
    {
      ...mutation('POST', `${one}/approve`, 'secretSyncs.approvePlan'),
      input: (request) => merge(merge(request.body, request.params), { destination }),
      answer: (plan) => ({ body: planOf(plan) }),
    },
    {
      ...mutation('POST', `${one}/apply`, 'secretSyncs.applyPlan'),
      input: (request) => merge(merge(request.body, request.params), { destination }),
      answer: (plan) => ({ body: planOf(plan) }),
    },
    {
      ...mutation('POST', `${one}/undo`, 'secretSyncs.undo'),
      input: (request) => merge(merge(request.body ?? {}, request.params), { destination }),
      answer: (plan) => ({ body: planOf(plan) }),
    },
    {
      ...query(`${one}/drift`, 'secretSyncs.drift'),
      input: (request) => merge(request.params, { destination }),
      answer: (drift) => ({ body: { drift } }),
    },
    {
      ...mutation('POST', `${one}/drift`, 'secretSyncs.look'),
      input: (request) => merge(request.params, { destination }),
      answer: (drift) => ({ body: { drift } }),
    },
    {
      ...mutation('POST', `${one}/drift/take-in`, 'secretSyncs.takeIn'),
      input: (request) => merge(request.params, { destination }),
      answer: (plan) => ({ body: planOf(plan) }),
    },
    {
      ...mutation('POST', `${one}/drift/put-back`, 'secretSyncs.putBack'),
      input: (request) => merge(request.params, { destination }),
      answer: (plan) => ({ body: planOf(plan) }),
    },
    {
      ...query(`${one}/history`, 'secretSyncs.history'),
      input: (request) => merge(request.params, { destination }),
      answer: history,
    },
  ]
  return routes.map((route) => ({ ...route, app: destination }))
}

function single(secretSync: unknown): RestAnswer {
  return { body: { secretSync } }
}

function several(secretSyncs: unknown): RestAnswer {
  return { body: { secretSyncs } }
}

function history(output: unknown): RestAnswer {
  const plans = isObject(output) && Array.isArray(output.plans) ? output.plans.map(planOf) : []
  return { body: { plans } }
}

/** A plan under the names that it has here. */
function planOf(plan: unknown): unknown {
  if (!isObject(plan)) return plan
  const { id: planId, release, digest, ...rest } = plan
  return { planId, remoteState: { release, digest }, ...rest }
}
