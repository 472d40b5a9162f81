import { endAgain, endCredential } from '@app-connections/db'
import type { RotationState, SettleCredential } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { findConnection } from '../connection/find.ts'
import { notOpenToSettle } from '../failures/rotation.ts'
import type { MemberContext } from '../procedure/context.ts'
import { endDueOf } from './end.ts'
import { rotationState } from './read.ts'
import { requireRotates } from './require-rotation.ts'

/**
 * Settles a credential that this service could not end: it has ended it by hand, a person says, or it is to be tried
 * again now. Returns the state of the rotation. Errors: 403, 404 (also: it is not open), 400 (not supported).
 */
export async function settleCredential({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: SettleCredential
}): Promise<RotationState> {
  const found = await findConnection(ctx, input, 'edit')
  requireRotates(found)
  const { db } = ctx.services
  const ref = { orgId: found.org_id, connectionId: found.id, id: input.credentialId }
  const event = connectionEvent(ctx, found, 'appConnections.settleCredential', {
    credentialId: input.credentialId,
    how: input.how,
  })
  const settled =
    input.how === 'again'
      ? await endAgain(db, ref, event)
      : await endCredential(db, ref, { from: ['open'], to: 'settled', reason: null, event })
  if (!settled) throw notOpenToSettle(input.credentialId)
  await endDueOf(ctx, found.id)
  return rotationState(ctx, found)
}
