import {
  connectionNameConstraint,
  isUniqueViolation,
  restoreConnection,
  selectDeletedConnection,
} from '@app-connections/db'
import type { SingleConnection } from '@app-connections/schemas'
import { mayWithConnections } from '../access/policy.ts'
import { connectionEvent } from '../audit/connection-event.ts'
import { shapeSingle } from '../connection/shape.ts'
import { denied } from '../failures/access.ts'
import { nameTakenMeanwhile, unknownDeletedConnection } from '../failures/connections.ts'
import { afterRestoring } from '../health/health.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * Restores a deleted connection, for callers who may delete it. A pasted credential works again; a withdrawn grant
 * comes back as `reconnect_required`. Errors: 403, 404 (unknown, or erased), 400 (its name is taken).
 */
export async function restore({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { connectionId: string }
}): Promise<SingleConnection> {
  const { member, services } = ctx
  const found = await selectDeletedConnection(services.db, member.orgId, input.connectionId)
  ctx.subject.connection = found
  if (found === undefined || !mayWithConnections(member, found.project_id, 'read')) {
    throw unknownDeletedConnection(input.connectionId).hiding(found !== undefined)
  }
  if (!mayWithConnections(member, found.project_id, 'delete')) throw denied('delete', 'app-connections')
  const event = connectionEvent(ctx, found, 'appConnections.restore', { method: found.method })
  try {
    const row = await restoreConnection(services.db, { orgId: found.org_id, id: found.id }, event, afterRestoring)
    if (row === undefined) throw unknownDeletedConnection(input.connectionId)
    return shapeSingle(row, member)
  } catch (error) {
    if (!isUniqueViolation(error, connectionNameConstraint)) throw error
    throw nameTakenMeanwhile(found.name)
  }
}
