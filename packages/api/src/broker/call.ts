import { finished } from 'node:stream'
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
  const end = ctx.services.uses.begin({ callerId: actor.id, orgId: member.orgId })
  request.signal.addEventListener('abort', end, { once: true })
  const subject = newSubject()
  let begun = false
  const noteBegun = () => {
    begun = true
  }
  try {
    const answer = await onBehalfOf(member.orgId, () => use({ ...ctx, actor, member, subject }, request, noteBegun))
    finished(answer.body, { writable: false }, end)
    return answer
  } catch (error) {
    end()
    if (!begun) await recordRefusal(ctx, { orgId: member.orgId, action: 'appConnections.use', subject }, error)
    throw error
  }
}
