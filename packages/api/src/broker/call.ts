import { onBehalfOf } from '@app-connections/db'
import { callerAmong } from '../access/actor.ts'
import { membershipOf } from '../access/callers.ts'
import { newSubject } from '../audit/subject.ts'
import { notSignedIn } from '../failures/access.ts'
import type { Context } from '../procedure/context.ts'
import { recordRefusal } from '../procedure/trpc.ts'
import type { UseAnswer } from './answer.ts'
import { type UseRequest, use } from './use.ts'

/**
 * A use of a connection as a transport asks for it. It is no procedure, since bodies run both ways while it lasts, but
 * what is asked of a procedure's caller is asked here too. Errors: 401, 404 (the organization), 429, and those of `use`.
 */
export async function useConnection(ctx: Context, request: UseRequest): Promise<UseAnswer> {
  const actor = callerAmong(ctx.actor)
  if (actor === undefined) throw notSignedIn()
  const member = membershipOf(actor, ctx.request.organizationId)
  await ctx.services.limits.admitOrganization('write', member.orgId)
  const subject = newSubject()
  let begun = false
  const noteBegun = () => {
    begun = true
  }
  try {
    return await onBehalfOf(member.orgId, () => use({ ...ctx, actor, member, subject }, request, noteBegun))
  } catch (error) {
    if (!begun) await recordRefusal(ctx, { orgId: member.orgId, action: 'appConnections.use', subject }, error)
    throw error
  }
}
