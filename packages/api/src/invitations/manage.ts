import { deleteInvitation, selectInvitations } from '@app-connections/db'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { manage } from '../manage.ts'
import { requireManagement } from '../policy.ts'

/** The invitations that may still be accepted. Errors: 403. */
export async function listInvitations({ ctx }: { ctx: MemberContext }) {
  requireManagement(ctx.member, 'read', 'invitations')
  const rows = await selectInvitations(ctx.services.db, ctx.member.orgId)
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    expiresAt: row.expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }))
}

/** Takes an invitation back. Errors: 403, 404. */
export async function removeInvitation({ ctx, input }: { ctx: MemberContext; input: { invitationId: string } }) {
  return manage(ctx, 'delete', 'invitations', async (trx) => {
    if (!(await deleteInvitation(trx, ctx.member.orgId, input.invitationId))) {
      throw new OperationError('NotFound', `Could not find invitation with ID ${input.invitationId}`)
    }
    return {
      output: { id: input.invitationId },
      action: 'invitations.remove',
      target: { type: 'invitation', id: input.invitationId },
    }
  })
}
