import { insertAuditEvent, tokenHash } from '@app-connections/db'
import { replacePassword, selectOrganizationIds, takePasswordReset } from '@app-connections/db/system'
import { auditEvent } from '../audit/event.ts'
import { resetLinkEnded } from '../failures/people.ts'
import type { Context } from '../procedure/context.ts'

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
      throw resetLinkEnded()
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
