import { deleteMemberships, deleteSecretsMadeBy } from '@app-connections/db'
import { deleteSessions } from '@app-connections/db/system'
import type { removeMemberSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { unknownMember } from '../failures/people.ts'
import { audited } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { authorizeMembers, memberTarget } from './authorize.ts'
import { requireOtherAdmin } from './require-other-admin.ts'

/**
 * Takes a member out of the organization or out of one project. Whoever leaves the organization is signed out
 * everywhere, and the secrets and tokens they made end. Errors: 403, 404, 400 (the last admin).
 */
export async function removeMember({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof removeMemberSchema>
}): Promise<{ removed: true }> {
  const { orgId } = ctx.member
  const projectId = input.scope === 'project' ? input.projectId : null
  authorizeMembers(ctx, projectId, input.member)
  return audited(ctx, async (trx) => {
    if (projectId === null) await requireOtherAdmin(trx, orgId, input.member)
    if ((await deleteMemberships(trx, orgId, projectId, input.member)) === 0) {
      throw unknownMember('there')
    }
    if (projectId === null && 'personId' in input.member) {
      await deleteSecretsMadeBy(trx, orgId, input.member.personId)
      await deleteSessions(trx, input.member.personId)
    }
    return {
      output: { removed: true as const },
      action: 'members.remove',
      target: memberTarget(input.member),
      projectId,
      detail: { scope: input.scope },
    }
  })
}
