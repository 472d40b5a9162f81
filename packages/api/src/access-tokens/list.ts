import { selectAccessTokens } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The valid tokens of an identity, newest first, without the tokens themselves. `lastUsedAt` is exact to a minute. */
export async function listAccessTokens({ ctx, input }: { ctx: MemberContext; input: { identityId: string } }) {
  requireManagement(ctx.member, 'read', 'access-tokens')
  const rows = await selectAccessTokens(ctx.services.db, ctx.member.orgId, input.identityId)
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    static: row.static,
    clientSecretId: row.client_secret_id,
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }))
}
