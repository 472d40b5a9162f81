import type { ConnectionRow } from '@app-connections/db'
import type { AuditAction } from '@app-connections/schemas'
import { type AuditedCall, type AuditFacts, auditEvent } from './event.ts'

/** What an event says of a connection. */
type Named = Pick<ConnectionRow, 'org_id' | 'id' | 'project_id' | 'name' | 'app'>

/**
 * The event of an action on a connection. It names the connection and its app; `detail` adds what belongs to the
 * action.
 */
export function connectionEvent(
  ctx: AuditedCall,
  row: Named,
  action: Extract<AuditAction, `appConnections.${string}`>,
  detail: Readonly<Record<string, unknown>> = {},
  outcome: AuditFacts['outcome'] = 'success',
) {
  return auditEvent(ctx, {
    orgId: row.org_id,
    action,
    target: { type: 'app-connection', id: row.id },
    projectId: row.project_id,
    outcome,
    detail: { name: row.name, app: row.app, ...detail },
  })
}
