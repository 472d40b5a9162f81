import { insertAuditEvent, tokenHash } from '@app-connections/db'
import { takeAccessToken } from '@app-connections/db/system'
import { auditEvent } from '../audit/event.ts'
import { tokenEnded } from '../failures/access.ts'
import type { Context } from '../procedure/context.ts'
import { noteEndedUse } from './ended-use.ts'

/** Ends a token at once in every process, because each call looks its token up. Errors: 401 (unknown or ended). */
export async function revoke({
  ctx,
  input,
}: {
  ctx: Context
  input: { accessToken: string }
}): Promise<{ message: string }> {
  await ctx.services.db.transaction().execute(async (trx) => {
    const taken = await takeAccessToken(trx, tokenHash(input.accessToken))
    if (taken === undefined) {
      noteEndedUse(ctx, input.accessToken)
      throw tokenEnded()
    }
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: taken.orgId,
        action: 'accessTokens.revoke',
        target: { type: 'access-token', id: taken.id },
        outcome: 'success',
        actor: { type: 'identity', id: taken.identityId },
      }),
    )
  })
  return { message: 'Successfully revoked access token' }
}
