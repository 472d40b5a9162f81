import { selectInvitations } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'

/** The invitations that may still be accepted. Errors: 403. */
export async function listInvitations({ ctx }: { ctx: MemberContext }) {
  requireManagement(ctx.member, 'read', 'invitations')
  const read = (limit: number) => selectInvitations(ctx.services.db, ctx.member.orgId, limit)
  return wholeList(ctx, read, (row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    expiresAt: row.expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }))
}
