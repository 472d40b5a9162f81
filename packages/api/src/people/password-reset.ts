import { insertAuditEvent, isOrganizationMember, tokenHash } from '@app-connections/db'
import {
  replacePassword,
  replacePasswordReset,
  selectOrganizationIds,
  takePasswordReset,
} from '@app-connections/db/system'
import { personIdOf } from '../access/callers.ts'
import { newResetToken } from '../access/secrets.ts'
import { auditEvent } from '../audit/event.ts'
import { OperationError } from '../failures/errors.ts'
import { manage } from '../procedure/audited.ts'
import type { Context, MemberContext } from '../procedure/context.ts'

/** How long a link may be used, in milliseconds. */
export const resetValidForMs = 86_400_000

/** Makes a one-time link for a new password, for an admin to hand to a person of the organization. Errors: 403, 404. */
export async function createPasswordReset({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { personId: string }
}): Promise<{ url: string; expiresAt: string }> {
  const { member, services } = ctx
  const token = newResetToken()
  const expiresAt = new Date(services.now().getTime() + resetValidForMs)
  return manage(ctx, 'edit', 'members', async (trx) => {
    if (!(await isOrganizationMember(trx, member.orgId, input))) {
      throw new OperationError('NotFound', 'Could not find that member in the organization')
    }
    // A password opens every organization of a person: who makes the link must be admin in each of them.
    const orgIds = await selectOrganizationIds(trx, input.personId)
    if (!orgIds.every((orgId) => administers(ctx, orgId))) {
      throw new OperationError(
        'BadRequest',
        'This person also belongs to an organization that you do not administer. The operator can make the link: npm run reset-password',
      )
    }
    const createdBy = personIdOf(ctx.caller)
    await replacePasswordReset(trx, { tokenHash: tokenHash(token), personId: input.personId, expiresAt, createdBy })
    return {
      output: { url: resetUrl(services.siteUrl, token), expiresAt: expiresAt.toISOString() },
      action: 'people.createPasswordReset',
      target: { type: 'person', id: input.personId },
    }
  })
}

function administers({ caller }: MemberContext, orgId: string): boolean {
  return caller.memberships.some((own) => own.orgId === orgId && own.project === null && own.role === 'admin')
}

/** The link of a reset; the token stands behind `#`, where no log of a server sees it. */
export function resetUrl(siteUrl: string, token: string): string {
  return `${siteUrl}/reset-password#${token}`
}

/** Sets a new password by a link, once, and ends every session of that person. Errors: 400 (used, expired, unknown). */
export async function resetPassword({
  ctx,
  input,
}: {
  ctx: Context
  input: { token: string; password: string }
}): Promise<{ reset: true }> {
  const { db, hashPassword, now } = ctx.services
  const passwordHash = await hashPassword(input.password)
  await db.transaction().execute(async (trx) => {
    const personId = await takePasswordReset(trx, tokenHash(input.token))
    if (personId === undefined) {
      throw new OperationError(
        'BadRequest',
        'This link was used, has expired or never existed. Ask an admin for a new one.',
      )
    }
    await replacePassword(trx, personId, passwordHash, now())
    for (const orgId of await selectOrganizationIds(trx, personId)) {
      await insertAuditEvent(
        trx,
        auditEvent(ctx, {
          orgId,
          action: 'people.resetPassword',
          target: { type: 'person', id: personId },
          outcome: 'success',
          actor: { type: 'person', id: personId },
        }),
      )
    }
  })
  return { reset: true }
}
