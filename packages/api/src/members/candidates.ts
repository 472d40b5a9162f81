import { hasProject, selectCandidates } from '@app-connections/db'
import type { MemberCandidates } from '@app-connections/schemas'
import { managesProjectMembers } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import { denied } from '../failures/access.ts'
import { unknownProject } from '../failures/organizations.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'

/**
 * The people and identities that the caller may add to a project: for its admins all of the organization that are not
 * in it; for an admin of the organization themselves. Errors: 403, 404 (a project that the caller may not know).
 */
export async function memberCandidates({
  ctx,
  input: { projectId },
}: {
  ctx: MemberContext
  input: { projectId: string }
}): Promise<MemberCandidates> {
  const { actor, member, services } = ctx
  const managesAll = managesProjectMembers(member, projectId)
  if (!managesAll && member.role !== 'admin') {
    requireProject(member, projectId)
    throw denied('edit', 'members')
  }
  if (!(await hasProject(services.db, member.orgId, projectId))) {
    throw unknownProject(projectId).hiding()
  }
  const read = (limit: number) => selectCandidates(services.db, member.orgId, projectId, limit)
  const rows = await wholeList(ctx, read, (row) => row)
  const offered = managesAll ? rows : rows.filter(({ id }) => id === actor.id)
  return {
    people: offered.flatMap(({ id, name, email }) => (email === null ? [] : [{ id, name, email }])),
    identities: offered.flatMap(({ kind, id, name }) => (kind === 'identity' ? [{ id, name }] : [])),
  }
}
