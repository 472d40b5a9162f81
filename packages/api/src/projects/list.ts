import type { MemberContext } from '../context.ts'

/** The projects of the organization that the caller is in, by name, with their role there. */
export function listProjects({ ctx }: { ctx: MemberContext }) {
  return [...ctx.member.projects.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
