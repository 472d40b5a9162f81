import type { MemberContext } from '../procedure/context.ts'
import { byName } from './by-name.ts'

/** The projects of the organization that the caller is in, by name, with their role there. */
export function listProjects({ ctx }: { ctx: MemberContext }) {
  return [...ctx.member.projects.values()].sort(byName)
}
