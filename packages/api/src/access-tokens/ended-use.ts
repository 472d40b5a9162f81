import { tokenHash } from '@app-connections/db'
import { selectEndedToken } from '@app-connections/db/system'
import { accessTokenForm } from '../access/callers.ts'
import type { Context } from '../procedure/context.ts'

/**
 * Leaves an event where a token that does not do is one that has ended: it may be a stolen one. One event, and one that
 * sums the rest of an hour, for each token. Known for a day after the end. Nothing waits for it.
 */
export function noteEndedUse(ctx: Context, token: string): void {
  if (!accessTokenForm.test(token)) return
  const { db, afterwards, refusals } = ctx.services
  afterwards.run(async () => {
    const ended = await selectEndedToken(db, tokenHash(token))
    if (ended === undefined) return
    const facts = {
      orgId: ended.orgId,
      action: 'accessTokens.use',
      target: { type: 'access-token', id: ended.id },
      outcome: 'denied',
      detail: { reason: 'the token has ended', identityId: ended.identityId },
    } as const
    await refusals.record(ctx, facts, { key: `ended ${ended.id}`, singly: 1, windowMs: 3_600_000 })
  })
}
