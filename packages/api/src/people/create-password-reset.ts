import type { OrgId } from '@app-connections/db'
import { isOrganizationMember, tokenHash } from '@app-connections/db'
import { lockPerson, replacePasswordReset, selectOrganizationIds } from '@app-connections/db/system'
import { requireProved } from '../access/proved.ts'
import { newResetToken } from '../access/secrets.ts'
import { denied } from '../failures/access.ts'
import { personOfOtherOrganization, unknownMember } from '../failures/people.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { resetUrl, resetValidFor } from './reset-link.ts'

/**
 * Makes a one-time link for a new password, for an admin to give to a person of the organization. An identity may not,
 * because whoever holds the link can sign in as that person. Errors: 403, 404, 400 (a person of another organization
 * too).
 */
export async function createPasswordReset({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { personId: string }
}): Promise<{ url: string; expiresAt: string }> {
  const { member, services } = ctx
  const token = newResetToken()
  if (ctx.actor.kind !== 'person') throw denied('edit', 'people')
  requireProved(ctx.actor)
  return manage(ctx, 'edit', 'members', async (trx, settled) => {
    await lockPerson(trx, input.personId)
    if (!(await isOrganizationMember(trx, member.orgId, input))) {
      throw unknownMember('in the organization')
    }
    // A password opens every organization of a person, so the maker of the link must be admin in each of them.
    const orgIds = await selectOrganizationIds(trx, input.personId)
    if (!orgIds.every((orgId) => administers(settled, orgId))) {
      throw personOfOtherOrganization()
    }
    const { makers } = settled
    const link = { tokenHash: tokenHash(token), personId: input.personId, expiresIn: resetValidFor, makers }
    const expiresAt = await replacePasswordReset(trx, link)
    return {
      output: { url: resetUrl(services.siteUrl, token), expiresAt: expiresAt.toISOString() },
      action: 'people.createPasswordReset',
      target: { type: 'person', id: input.personId },
    }
  })
}

function administers({ actor }: MemberContext, orgId: OrgId): boolean {
  return actor.memberships.some((own) => own.orgId === orgId && own.project === null && own.role === 'admin')
}
