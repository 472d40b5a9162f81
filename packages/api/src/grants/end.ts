import { endGrants } from '@app-connections/db'
import type { App, Grant } from '@app-connections/schemas'
import { grantEnded } from '../failures/grants.ts'
import { endLeasesOf } from '../leases/lost.ts'
import { audited } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { findGrant, holdsParent, requireAdministers, requireGrant } from './find.ts'
import { grantFacts } from './shape.ts'

/**
 * Ends a grant with all its children. Admins of the connection's scope may end every one, the holder of a grant its
 * children. Errors: 403, 404, 400 (another app), 409 (it has ended).
 */
export async function endGrant({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string; grantId: string }
}): Promise<Grant> {
  const { connection, grant } = await findGrant(ctx, input)
  if (!holdsParent(ctx, grant)) requireAdministers(ctx, connection)
  const output = await audited(ctx, async (trx, settled) => {
    const present = await requireGrant(settled, trx, connection, grant.id)
    if (!holdsParent(settled, present)) requireAdministers(settled, connection)
    const ended = await endGrants(trx, connection.org_id, [grant.id])
    if (!ended.includes(grant.id)) throw grantEnded(grant.id)
    const row = await requireGrant(settled, trx, connection, grant.id)
    return grantFacts('grants.end', row, connection, { children: ended.filter((id) => id !== grant.id) })
  })
  await endLeasesOf(ctx, connection.id)
  return output
}
