import { type ConnectionRow, selectConnection } from '@app-connections/db'
import type { App } from '@app-connections/schemas'
import { type ConnectionAction, mayWithConnections } from '../access/policy.ts'
import { denied } from '../failures/access.ts'
import { otherApp, unknownConnection } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * The connection of that id, if the caller may do `action` with it. Where the caller may not even read it, the answer is
 * the 404 of an unknown id; where they may read it but not do this, 403. An id of another app than the one named: 400, after
 * these. The connection is what the call is about from then on.
 */
export async function findConnection(
  { member, services, subject }: MemberContext,
  ref: { app?: App | undefined; connectionId: string },
  action: ConnectionAction,
): Promise<ConnectionRow> {
  const row = await selectConnection(services.db, member.orgId, ref.connectionId)
  subject.connection = row
  const readable = row !== undefined && mayWithConnections(member, row.project_id, 'read')
  if (!readable) {
    throw unknownConnection(ref.connectionId).hiding(row !== undefined)
  }
  if (!mayWithConnections(member, row.project_id, action)) throw denied(action, 'app-connections')
  if (ref.app !== undefined && row.app !== ref.app) {
    throw otherApp('ID', row.id, ref.app)
  }
  return row
}
