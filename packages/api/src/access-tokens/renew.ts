import { insertAuditEvent, tokenHash } from '@app-connections/db'
import { renewAccessToken } from '@app-connections/db/system'
import type { AccessToken } from '@app-connections/schemas'
import { auditEvent } from '../audit/event.ts'
import { tokenNotRenewable, untrustedAddress } from '../failures/access.ts'
import type { Context } from '../procedure/context.ts'
import { noteEndedUse } from './ended-use.ts'

/**
 * Extends the same token by its time to live, up to its maximum. Errors: 401 (unknown, ended or static), 403 (the
 * identity does not trust the address).
 */
export async function renew({ ctx, input }: { ctx: Context; input: { accessToken: string } }): Promise<AccessToken> {
  const answer = await ctx.services.db.transaction().execute(async (trx) => {
    const renewed = await renewAccessToken(trx, tokenHash(input.accessToken), ctx.request.address)
    if (renewed === undefined) {
      noteEndedUse(ctx, input.accessToken)
      throw tokenNotRenewable()
    }
    if (!renewed.trusted) return { untrusted: renewed }
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: renewed.orgId,
        action: 'accessTokens.renew',
        target: { type: 'access-token', id: renewed.id },
        outcome: 'success',
        actor: { type: 'identity', id: renewed.identityId },
      }),
    )
    return {
      accessToken: input.accessToken,
      expiresIn: renewed.expiresIn,
      accessTokenMaxTTL: renewed.maxTtl,
      tokenType: 'Bearer' as const,
    }
  })
  if (!('untrusted' in answer)) return answer
  const { id, orgId, identityId } = answer.untrusted
  await ctx.services.refusals.record(ctx, {
    orgId,
    action: 'accessTokens.renew',
    target: { type: 'access-token', id },
    outcome: 'denied',
    detail: { reason: 'untrusted address' },
    actor: { type: 'identity', id: identityId },
  })
  throw untrustedAddress()
}
