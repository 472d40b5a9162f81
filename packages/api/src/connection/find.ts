import { type ConnectionRow, selectConnection } from '@app-connections/db'
import type { App } from '@app-connections/schemas'
import { type ConnectionAction, mayWithConnections } from '../access/policy.ts'
import { denied } from '../failures/access.ts'
import { otherApp, unknownConnection } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * The connection of that id, if the caller may do `action` with it; it becomes the subject of the call. Errors, in this
 * order: 404 (unknown, or the caller may not read it), 403 (the caller may read it but not do this), 400 (of another
 * app than the named one).
 */
export async function findConnection(ctx: MemberContext, ref: Ref, action: ConnectionAction): Promise<ConnectionRow> {
  const { member, services, subject } = ctx
  const row = await selectConnection(services.db, member.orgId, ref.connectionId)
  subject.connection = row
  return requireFound(ctx, row, ref, action)
}

interface Ref {
  app?: App | undefined
  connectionId: string
}

/** The same for what was found under that id. */
export function requireFound(
  { member }: MemberContext,
  row: ConnectionRow | undefined,
  ref: Ref,
  action: ConnectionAction,
): ConnectionRow {
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
