import { insertAuditEvent, tokenHash } from '@app-connections/db'
import {
  lockPerson,
  replacePassword,
  selectEmail,
  selectOrganizationIds,
  selectPasswordReset,
  takePasswordReset,
} from '@app-connections/db/system'
import { auditEvent } from '../audit/event.ts'
import { resetLinkEnded } from '../failures/people.ts'
import { requireUnguessable } from '../passwords/guessable.ts'
import type { Context } from '../procedure/context.ts'

/**
 * Sets a new password by a link, once, and ends every session of that person. Errors: 400 (a password that is easy to
 * guess; a link that is used, expired, unknown, or whose maker is no longer admin of every organization of that person).
 */
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
    const hash = tokenHash(input.token)
    const personId = await selectPasswordReset(trx, hash)
    if (personId !== undefined) await lockPerson(trx, personId)
    if (personId === undefined || !(await takePasswordReset(trx, hash))) {
      throw resetLinkEnded()
    }
    requireUnguessable(input.password, await selectEmail(trx, personId))
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
