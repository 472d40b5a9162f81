import { liveGrantsFor } from '@app-connections/db'
import type { App, ProxyRights } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { requireRoutes } from '../grants/routes.ts'
import type { MemberContext } from '../procedure/context.ts'
import { nounsOf } from './nouns.ts'
import { proofOf } from './shape.ts'

/**
 * What the caller may do on a connection by all their live grants together: the routes that are open to them, in whole
 * or in part. Errors: 404, 400 (another app, one that is not used through grants).
 */
export async function proxyRights({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<ProxyRights> {
  const connection = await findConnection(ctx, input, 'read')
  const routes = requireRoutes(ctx, input.app)
  const grants = await liveGrantsFor(ctx.services.db, ctx.member.orgId, connection.id, { id: ctx.actor.id })
  const proven = proofOf(routes, { nouns: nounsOf(input.app), grants })
  return {
    grants: grants.map(({ id, actions, resources, keys, expiresAt, usesLeft, changesLeft, lease }) => ({
      ...{ id, actions, apps: resources, keys, usesLeft, changesLeft, lease },
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
    routes: proven.filter(({ verdict }) => verdict !== 'denied'),
  }
}
