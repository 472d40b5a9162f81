import { insertAuditEvent, type OrgId, type Queryable, tokenHash } from '@app-connections/db'
import { takeAccessToken, takePersonalToken } from '@app-connections/db/system'
import { personalTokenForm } from '../access/callers.ts'
import { type AuditFacts, auditEvent } from '../audit/event.ts'
import { tokenEnded } from '../failures/access.ts'
import type { Context } from '../procedure/context.ts'
import { noteEndedUse } from './ended-use.ts'

/**
 * Ends an access token or a personal token at once in every process, because each call looks its token up. Errors: 401
 * (unknown or ended).
 */
export async function revoke({
  ctx,
  input,
}: {
  ctx: Context
  input: { accessToken: string }
}): Promise<{ message: string }> {
  await ctx.services.db.transaction().execute(async (trx) => {
    const take = personalTokenForm.test(input.accessToken) ? takePersonal : takeMachines
    const taken = await take(trx, tokenHash(input.accessToken))
    if (taken === undefined) {
      noteEndedUse(ctx, input.accessToken)
      throw tokenEnded()
    }
    await insertAuditEvent(trx, auditEvent(ctx, { ...taken, outcome: 'success' }))
  })
  return { message: 'Successfully revoked access token' }
}

type Taken = Pick<AuditFacts<OrgId>, 'orgId' | 'action' | 'target' | 'actor'> | undefined

async function takeMachines(trx: Queryable, hash: Buffer): Promise<Taken> {
  const taken = await takeAccessToken(trx, hash)
  return (
    taken && {
      orgId: taken.orgId,
      action: 'accessTokens.revoke',
      target: { type: 'access-token', id: taken.id },
      actor: { type: 'identity', id: taken.identityId },
    }
  )
}

async function takePersonal(trx: Queryable, hash: Buffer): Promise<Taken> {
  const taken = await takePersonalToken(trx, hash)
  return (
    taken && {
      orgId: taken.orgId,
      action: 'personalTokens.revoke',
      target: { type: 'personal-token', id: taken.id },
      actor: { type: 'person', id: taken.personId },
    }
  )
}
