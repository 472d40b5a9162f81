import { type ConnectionRow, insertAuditEvent } from '@app-connections/db'
import { connectionEvent } from '../audit/connection-event.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * Stores the audit event that a caller's call opens a credential, before the credential is used: no use goes
 * unrecorded.
 */
export async function recordOpened(
  ctx: MemberContext,
  row: ConnectionRow,
  action: Parameters<typeof connectionEvent>[2],
): Promise<void> {
  await insertAuditEvent(ctx.services.db, connectionEvent(ctx, row, action, { opened: true }))
}
