import { type MemberRow, selectMembers } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'

/** The members of the organization (for its admins) or of a project (for everybody in it). Errors: 403, 404. */
export async function listMembers({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { projectId?: string | undefined }
}): Promise<MemberRow[]> {
  const { member, services } = ctx
  if (input.projectId === undefined) requireManagement(member, 'read', 'members')
  else requireProject(member, input.projectId)
  const read = (limit: number) => selectMembers(services.db, member.orgId, input.projectId ?? null, limit)
  return wholeList(ctx, read, (row) => row)
}
