import type { NeededRight } from '@app-connections/db'
import { membershipOf } from '../access/callers.ts'
import { type ConnectionAction, rolesAllowing } from '../access/policy.ts'
import type { MemberContext } from './context.ts'
import { standing } from './settle.ts'

/**
 * What the write of a connection asks of its caller in its own statement. A call that asks a platform first is long under
 * way by then.
 */
export function neededRight(
  { actor, member, request }: MemberContext,
  projectId: string | null,
  action: ConnectionAction,
): NeededRight {
  return {
    caller: { kind: actor.kind, tokenId: actor.tokenId, address: request.address },
    orgId: member.orgId,
    projectId,
    roles: rolesAllowing(projectId, action),
  }
}

/** The call with the roles that its caller has now, to say why a write found no right. Errors: 401, 404. */
export async function presently(ctx: MemberContext): Promise<MemberContext> {
  const { actor } = await standing(ctx.services.db, ctx.actor, ctx.request.address)
  return { ...ctx, actor, member: membershipOf(actor, ctx.member.orgId) }
}
