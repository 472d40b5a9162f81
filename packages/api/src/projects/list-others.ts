import { selectOtherProjects } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'
import { byName } from './by-name.ts'

/**
 * The projects of the organization that the caller is not in, by name, for its admins: they manage projects, and may
 * add themselves to one (`members.set`). Only its members may know what is in a project, members included. Errors: 403.
 */
export async function listOtherProjects({ ctx }: { ctx: MemberContext }) {
  const { member, services } = ctx
  requireManagement(member, 'read', 'projects')
  const known = [...member.projects.keys()]
  const read = (limit: number) => selectOtherProjects(services.db, member.orgId, known, limit)
  const others = await wholeList(ctx, read, (row) => row)
  return others.sort(byName)
}
