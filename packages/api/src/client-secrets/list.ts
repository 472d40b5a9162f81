import { selectClientSecrets } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'

/** The client secrets of an identity, newest first, never the secrets themselves. Errors: 403. */
export async function listClientSecrets({ ctx, input }: { ctx: MemberContext; input: { identityId: string } }) {
  requireManagement(ctx.member, 'read', 'client-secrets')
  const read = (limit: number) => selectClientSecrets(ctx.services.db, ctx.member.orgId, input.identityId, limit)
  return wholeList(ctx, read, (row) => ({
    id: row.id,
    label: row.label,
    usesLimit: row.uses_limit,
    uses: row.uses,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }))
}
