import { selectOtherProjects } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'
import { byName } from './by-name.ts'

/**
 * The projects of the organization that the caller is not in, by name, for its admins: they manage projects, and may add
 * themselves to one (`members.set`). What is in a project, members included, stays with its members. Errors: 403.
 */
export async function listOtherProjects({ ctx: { member, services } }: { ctx: MemberContext }) {
  requireManagement(member, 'read', 'projects')
  const others = await selectOtherProjects(services.db, member.orgId, [...member.projects.keys()])
  return others.sort(byName)
}
