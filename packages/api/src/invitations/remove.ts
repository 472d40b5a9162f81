import { deleteInvitation } from '@app-connections/db'
import { unknownInvitation } from '../failures/people.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Withdraws an invitation. Errors: 403, 404. */
export async function removeInvitation({ ctx, input }: { ctx: MemberContext; input: { invitationId: string } }) {
  return manage(ctx, 'delete', 'invitations', async (trx) => {
    if (!(await deleteInvitation(trx, ctx.member.orgId, input.invitationId))) {
      throw unknownInvitation(input.invitationId)
    }
    return {
      output: { id: input.invitationId },
      action: 'invitations.remove',
      target: { type: 'invitation', id: input.invitationId },
    }
  })
}
