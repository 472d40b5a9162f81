import type { ConnectionRow } from '@app-connections/db'
import type { AuditAction } from '@app-connections/schemas'
import { type AuditedCall, type AuditFacts, auditEvent } from './event.ts'

/** What an event says of a connection, or of something that belongs to one. */
type Named = Pick<ConnectionRow, 'org_id' | 'id' | 'project_id' | 'name' | 'app'>

/** What such an event is about: its type, and the row of it. */
interface NamedTarget {
  readonly type: 'app-connection' | 'secret-sync'
  readonly row: Named
}

/**
 * The event of an action on a connection. It names the connection and its app; `detail` adds what belongs to the
 * action.
 */
export function connectionEvent(
  ctx: AuditedCall,
  row: Named,
  action: Extract<AuditAction, `appConnections.${string}`>,
  detail?: Readonly<Record<string, unknown>>,
  outcome?: AuditFacts['outcome'],
) {
  return namedEvent(ctx, { type: 'app-connection', row }, action, detail, outcome)
}

/** The event of an action on what has a name at an app. It names both; `detail` adds what belongs to the action. */
export function namedEvent(
  ctx: AuditedCall,
  { type, row }: NamedTarget,
  action: AuditAction,
  detail: Readonly<Record<string, unknown>> = {},
  outcome: AuditFacts['outcome'] = 'success',
) {
  return auditEvent(ctx, {
    orgId: row.org_id,
    action,
    target: { type, id: row.id },
    projectId: row.project_id,
    outcome,
    detail: { name: row.name, app: row.app, ...detail },
  })
}
