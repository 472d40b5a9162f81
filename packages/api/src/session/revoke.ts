import { deleteSession, insertEvents } from '@app-connections/db/system'
import { auditEvent } from '../audit/event.ts'
import { unknownSession } from '../failures/people.ts'
import type { CallerContext } from '../procedure/context.ts'
import { requirePerson } from './require-person.ts'

/** Ends one of the caller's own sessions by its id. Errors: 403 (a machine), 404. */
export async function revokeSession({
  ctx,
  input,
}: {
  ctx: CallerContext
  input: { sessionId: string }
}): Promise<{ id: string }> {
  const { id: personId, organizations } = requirePerson(ctx.actor)
  const target = { type: 'session', id: input.sessionId }
  await ctx.services.db.transaction().execute(async (trx) => {
    if (!(await deleteSession(trx, personId, input.sessionId))) throw unknownSession(input.sessionId)
    const facts = { action: 'session.revoke', target, outcome: 'success' } as const
    const events = organizations.map(({ id: orgId }) => auditEvent(ctx, { ...facts, orgId }))
    await insertEvents(trx, events)
  })
  return { id: input.sessionId }
}
