import type { App, GrantProof } from '@app-connections/schemas'
import { findGrant } from '../grants/find.ts'
import { requireRoutes } from '../grants/routes.ts'
import type { MemberContext } from '../procedure/context.ts'
import { nounsOf } from './nouns.ts'
import { closedProof, proofOf } from './shape.ts'

/**
 * What a grant opens, over every route of its platform, for whoever may read the grant.
 * Errors: 404 (the connection, the grant), 400 (another app, one that is not used through grants).
 */
export async function proofOfGrant({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string; grantId: string }
}): Promise<GrantProof> {
  const { grant } = await findGrant(ctx, input)
  const routes = requireRoutes(ctx, input.app)
  const proven = grant.live ? proofOf(routes, { nouns: nounsOf(input.app), grants: [grant] }) : closedProof(routes)
  return { grantId: grant.id, live: grant.live, routes: proven }
}
