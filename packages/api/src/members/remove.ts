import { deleteMemberships } from '@app-connections/db'
import { deleteSessions } from '@app-connections/db/system'
import type { Ends, removeMemberSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { unknownMember } from '../failures/people.ts'
import { endMadeThrough } from '../made/end-made-through.ts'
import { madeThrough } from '../made/made-through.ts'
import { audited } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { authorizeMembers, memberId, memberTarget } from './authorize.ts'
import { requireOtherAdmin } from './require-other-admin.ts'

/**
 * Removes a member from the organization or from one project. What was made with their rights there ends, and so do the
 * grants that they hold; a person who leaves the organization is signed out everywhere. With `dryRun` nothing changes, and the answer says what would end.
 * Errors: 403, 404, 400 (the last admin).
 */
export async function removeMember({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof removeMemberSchema>
}): Promise<{ removed: boolean } & Ends> {
  const { orgId } = ctx.member
  const projectId = input.scope === 'project' ? input.projectId : null
  authorizeMembers(ctx, projectId, input.member)
  const lost = { orgId, projectId, memberId: memberId(input.member), how: 'leaves', connects: false } as const
  if (input.dryRun) return { removed: false, wouldEnd: await madeThrough(ctx.services.db, lost) }
  return audited(ctx, async (trx, settled) => {
    authorizeMembers(settled, projectId, input.member)
    if (projectId === null) await requireOtherAdmin(trx, orgId, input.member)
    const ends = await endMadeThrough(trx, lost, ctx.services.now())
    if ((await deleteMemberships(trx, orgId, projectId, input.member)) === 0) {
      throw unknownMember('there')
    }
    if (projectId === null && 'personId' in input.member) await deleteSessions(trx, input.member.personId)
    return {
      output: { removed: true, ...ends },
      action: 'members.remove',
      target: memberTarget(input.member),
      projectId,
      detail: { scope: input.scope, ...ends },
    }
  })
}
