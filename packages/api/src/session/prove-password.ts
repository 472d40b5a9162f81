import { insertEvents, noteProof, selectPasswordHash } from '@app-connections/db/system'
import { auditEvent } from '../audit/event.ts'
import { wrongPassword } from '../failures/access.ts'
import { noteWrongPassword } from '../passwords/alarm.ts'
import { giveTurnsBack, takeTurn } from '../passwords/brake.ts'
import type { CallerContext } from '../procedure/context.ts'
import { requirePerson } from './require-person.ts'

/**
 * Proves once more who is behind a session; what gives access asks for that within ten minutes. Errors: 400 (a wrong
 * password), 403 (a machine), 429 (too many wrong ones).
 */
export async function provePassword({
  ctx,
  input,
}: {
  ctx: CallerContext
  input: { password: string }
}): Promise<{ proved: true }> {
  const { db, afterwards, verifyPassword } = ctx.services
  const { id, email, tokenId, organizations } = requirePerson(ctx.actor)
  const budget = { kind: 'session', id: tokenId } as const
  await takeTurn(db, budget)
  const hash = await selectPasswordHash(db, id)
  if (hash === undefined || !(await verifyPassword(hash, input.password))) {
    afterwards.run(() => noteWrongPassword(ctx, email))
    throw wrongPassword()
  }
  await giveTurnsBack(db, budget)
  const facts = { action: 'session.provePassword', target: { type: 'person', id }, outcome: 'success' } as const
  await db.transaction().execute(async (trx) => {
    await noteProof(trx, tokenId)
    const events = organizations.map(({ id: orgId }) => auditEvent(ctx, { ...facts, orgId }))
    await insertEvents(trx, events)
  })
  return { proved: true }
}
