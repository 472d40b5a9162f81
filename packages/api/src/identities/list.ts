import { selectIdentities } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'
import { shapeIdentity } from './shape.ts'

/** The identities of the organization with their role in it. Errors: 403. */
export async function listIdentities({ ctx }: { ctx: MemberContext }) {
  requireManagement(ctx.member, 'read', 'identities')
  const read = (limit: number) => selectIdentities(ctx.services.db, ctx.member.orgId, limit)
  return wholeList(ctx, read, (row) => ({ ...shapeIdentity(row), role: row.role }))
}
