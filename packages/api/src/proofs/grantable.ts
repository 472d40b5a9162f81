import type { Route } from '@app-connections/providers'
import { type App, type Grantable, leaseAction, leaseFactsOf } from '@app-connections/schemas'
import type { Context } from '../procedure/context.ts'

/** What can be granted on connections of an app, in the order of its platform's routes. */
export async function grantable({ ctx, input }: { ctx: Context; input: { app: App } }): Promise<Grantable> {
  const { broker } = ctx.services.providers.of(input.app)
  if (broker === undefined) return { actions: null, leaseScopes: [] }
  const byAction = Map.groupBy(broker.routes, ({ action }) => action)
  const some = (routes: readonly Route[], answer: Route['answer']) => routes.some((route) => route.answer === answer)
  const leases = leaseFactsOf(input.app)
  const ofRoutes = [...byAction].map(([action, routes]) => ({
    action,
    changes: routes.some(({ changes }) => changes),
    ofValues: some(routes, 'values'),
    secret: some(routes, 'secret'),
    ofApps: routes.some(({ ofResource }) => ofResource) || some(routes, 'resources'),
  }))
  // A lease is no route, and is of the whole account.
  const ofLeases = { action: leaseAction, changes: true, ofValues: false, secret: true, ofApps: false }
  return {
    actions: [...ofRoutes, ...(leases === undefined ? [] : [ofLeases])],
    leaseScopes: [...(leases?.scopes ?? [])],
  }
}
