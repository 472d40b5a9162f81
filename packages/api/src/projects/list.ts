import { selectOtherProjects } from '@app-connections/db'
import { requireManagement } from '../access/policy.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The projects of the organization that the caller is in, by name, with their role there. */
export function listProjects({ ctx }: { ctx: MemberContext }) {
  return [...ctx.member.projects.values()].sort(byName)
}

/**
 * The projects of the organization that the caller is not in, by name, for its admins: they manage projects, and may add
 * themselves to one (`members.set`). What is in a project, members included, stays with its members. Errors: 403.
 */
export async function listOtherProjects({ ctx: { member, services } }: { ctx: MemberContext }) {
  requireManagement(member, 'read', 'projects')
  const others = await selectOtherProjects(services.db, member.orgId, [...member.projects.keys()])
  return others.sort(byName)
}

/** As people look for a name: small and capital letters side by side. */
function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name, 'en')
}
