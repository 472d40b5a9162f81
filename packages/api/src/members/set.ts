import type { OrgId } from '@app-connections/db'
import {
  isForeignKeyViolation,
  isOrganizationMember,
  type Queryable,
  selectIdentity,
  selectRole,
  upsertMembership,
} from '@app-connections/db'
import type { Ends, setMemberSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { isLower, roleAllows } from '../access/policy.ts'
import { requireProved } from '../access/proved.ts'
import { unknownProject } from '../failures/organizations.ts'
import { unknownMember } from '../failures/people.ts'
import { endMadeThrough } from '../made/end-made-through.ts'
import { madeThrough, type RightsLost } from '../made/made-through.ts'
import { audited } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { authorizeMembers, type Member, memberId, memberTarget } from './authorize.ts'
import { requireOtherAdmin } from './require-other-admin.ts'

type Input = z.output<typeof setMemberSchema>
type Given = { role: Input['role'] } & Ends

/**
 * Gives a person or an identity of the organization a role in it or in one of its projects. In a project its admins
 * decide; an organization admin may add themselves. What was made through a member who is no longer admin of the
 * organization ends; with a lower role in a scope, the grants there that they hold or made end. With `dryRun` nothing changes, and the answer says what would end. Errors: 403, 404 (the member or
 * the project), 400 (the last admin).
 */
export async function setMember({ ctx, input }: { ctx: MemberContext; input: Input }): Promise<Given> {
  const projectId = input.scope === 'project' ? input.projectId : null
  authorizeMembers(ctx, projectId, input.member)
  if (input.dryRun) {
    const lost = await lostBy(ctx.services.db, ctx.member.orgId, projectId, input)
    return { role: input.role, wouldEnd: lost === undefined ? [] : await madeThrough(ctx.services.db, lost) }
  }
  if (projectId === null && input.role === 'admin') requireProved(ctx.actor)
  try {
    return await give(ctx, projectId, input)
  } catch (error) {
    // An organization admin may name any project for themselves, also one of another organization or an unknown one.
    if (projectId === null || !isForeignKeyViolation(error)) throw error
    throw unknownProject(projectId).hiding()
  }
}

function give(ctx: MemberContext, projectId: string | null, input: Input): Promise<Given> {
  const { orgId } = ctx.member
  return audited(ctx, async (trx, settled) => {
    authorizeMembers(settled, projectId, input.member)
    if (!(await isKnown(trx, orgId, projectId, input.member))) {
      throw unknownMember('in the organization')
    }
    if (projectId === null && input.role !== 'admin') await requireOtherAdmin(trx, orgId, input.member)
    const lost = await lostBy(trx, orgId, projectId, input)
    const ends = lost === undefined ? {} : await endMadeThrough(trx, lost, ctx.services.now())
    await upsertMembership(trx, { id: uuidv7(), orgId, projectId, member: input.member, role: input.role })
    return {
      output: { role: input.role, ...ends },
      action: 'members.set',
      target: memberTarget(input.member),
      projectId,
      detail: { scope: input.scope, role: input.role, ...ends },
    }
  })
}

/** What rights a role takes from a member; undefined where it is the highest. */
async function lostBy(
  db: Queryable,
  orgId: OrgId,
  projectId: string | null,
  { member, role }: Input,
): Promise<RightsLost | undefined> {
  if (role === 'admin') return undefined
  const before = await selectRole(db, orgId, projectId, member)
  const how = before !== undefined && isLower(projectId, role, before) ? 'lowered' : 'same'
  const connects = projectId === null && roleAllows(role, null, 'connect')
  return { orgId, projectId, memberId: memberId(member), how, connects }
}

/** An identity may get back the role in the organization that it lost; a person joins by invitation only. */
async function isKnown(trx: Queryable, orgId: OrgId, projectId: string | null, member: Member): Promise<boolean> {
  if ('identityId' in member && projectId === null) {
    return (await selectIdentity(trx, orgId, member.identityId)) !== undefined
  }
  return isOrganizationMember(trx, orgId, member)
}
