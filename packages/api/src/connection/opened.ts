import { type ConnectionRow, insertAuditEvent } from '@app-connections/db'
import { connectionEvent } from '../audit/connection-event.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Records that a caller has a connection's credential opened: before it is used, so that no use goes without. */
export async function recordOpened(
  ctx: MemberContext,
  row: ConnectionRow,
  action: Parameters<typeof connectionEvent>[2],
): Promise<void> {
  await insertAuditEvent(ctx.services.db, connectionEvent(ctx, row, action, { opened: true }))
}
