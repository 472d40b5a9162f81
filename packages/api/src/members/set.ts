import {
  insertAuditEvent,
  isOrganizationMember,
  otherAdmins,
  selectIdentity,
  upsertMembership,
} from '@app-connections/db'
import type { setMemberSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { denied, managesProjectMembers, requireManagement } from '../policy.ts'

type Input = z.output<typeof setMemberSchema>

/**
 * Gives a person or an identity of the organization a role in it or in one of its projects. In a project its admins
 * decide; an organization admin may add themselves. Errors: 403, 404 (the member or the project), 400 (the last admin).
 */
export async function setMember({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: Input
}): Promise<{ role: Input['role'] }> {
  const { member, services } = ctx
  const projectId = input.scope === 'project' ? input.projectId : null
  if (projectId === null) requireManagement(member, 'edit', 'members')
  else authorizeInProject(ctx, projectId, input.member)

  await services.db.transaction().execute(async (trx) => {
    const known =
      'identityId' in input.member && projectId === null
        ? (await selectIdentity(trx, member.orgId, input.member.identityId)) !== undefined
        : await isOrganizationMember(trx, member.orgId, input.member)
    if (!known) throw new OperationError('NotFound', 'Could not find that member in the organization')
    if (projectId === null && input.role !== 'admin' && (await otherAdmins(trx, member.orgId, input.member)) === 0) {
      throw new OperationError('BadRequest', 'The organization needs an admin: make someone else one first')
    }
    await upsertMembership(trx, {
      id: uuidv7(),
      orgId: member.orgId,
      projectId,
      member: input.member,
      role: input.role,
    })
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: member.orgId,
        action: 'members.set',
        target: memberTarget(input.member),
        projectId,
        outcome: 'success',
        detail: { scope: input.scope, role: input.role },
      }),
    )
  })
  return { role: input.role }
}

function authorizeInProject({ caller, member }: MemberContext, projectId: string, target: Input['member']): void {
  if (managesProjectMembers(member, projectId)) return
  const themselves = 'personId' in target ? target.personId === caller.id : target.identityId === caller.id
  if (member.role === 'admin' && themselves) return
  if (member.projects.has(projectId)) throw denied('edit', 'members')
  throw new OperationError('NotFound', `Could not find project with ID ${projectId}`, { byPolicy: true })
}

function memberTarget(member: Input['member']) {
  return 'personId' in member ? { type: 'person', id: member.personId } : { type: 'identity', id: member.identityId }
}
