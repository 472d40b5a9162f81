import { type MemberRow, selectMembers } from '@app-connections/db'
import type { MemberContext } from '../context.ts'
import { requireManagement } from '../policy.ts'
import { requireProject } from '../projects/require.ts'

/** The members of the organization (its admins may see them) or of a project (whoever is in it may). Errors: 403, 404. */
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
  return selectMembers(services.db, member.orgId, input.projectId ?? null)
}
