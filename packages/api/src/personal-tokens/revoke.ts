import { insertAuditEvent } from '@app-connections/db'
import { deletePersonalToken } from '@app-connections/db/system'
import { auditEvent } from '../audit/event.ts'
import { unknownPersonalToken } from '../failures/personal-tokens.ts'
import type { CallerContext } from '../procedure/context.ts'
import { requirePerson } from '../session/require-person.ts'

/** Ends one of the caller's own personal tokens by its id, uses under way included. Errors: 403 (a machine), 404. */
export async function revokePersonalToken({
  ctx,
  input: { personalTokenId: id },
}: {
  ctx: CallerContext
  input: { personalTokenId: string }
}): Promise<{ id: string }> {
  const { id: personId } = requirePerson(ctx.actor, 'personal-tokens')
  await ctx.services.db.transaction().execute(async (trx) => {
    const ended = await deletePersonalToken(trx, personId, id)
    if (ended === undefined) throw unknownPersonalToken(id)
    const target = { type: 'personal-token', id }
    const facts = { orgId: ended.orgId, target, outcome: 'success', detail: { name: ended.name } } as const
    await insertAuditEvent(trx, auditEvent(ctx, { action: 'personalTokens.revoke', ...facts }))
  })
  return { id }
}
