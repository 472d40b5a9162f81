import type { memberSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { managesProjectMembers, requireManagement } from '../access/policy.ts'
import { denied } from '../failures/access.ts'
import { unknownProject } from '../failures/organizations.ts'
import type { MemberContext } from '../procedure/context.ts'

export type Member = z.output<typeof memberSchema>

/**
 * Throws unless the caller decides about members of a scope: organization admins in the organization, a project's
 * admins in the project, and there an organization admin about themselves only. 404 where the caller may not know the
 * project.
 */
export function authorizeMembers({ actor, member }: MemberContext, projectId: string | null, target: Member): void {
  if (projectId === null) {
    requireManagement(member, 'edit', 'members')
    return
  }
  if (managesProjectMembers(member, projectId)) return
  const themselves = 'personId' in target ? target.personId === actor.id : target.identityId === actor.id
  if (member.role === 'admin' && themselves) return
  if (member.projects.has(projectId)) throw denied('edit', 'members')
  throw unknownProject(projectId).hiding()
}

export function memberId(member: Member): string {
  return 'personId' in member ? member.personId : member.identityId
}

export function memberTarget(member: Member) {
  return 'personId' in member ? { type: 'person', id: member.personId } : { type: 'identity', id: member.identityId }
}
