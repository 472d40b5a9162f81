import type { ConfigSyncRow } from '@app-connections/db'
import type { AuditAction } from '@app-connections/schemas'
import { type AuditFacts, auditEvent } from '../audit/event.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The event of something done with a sync. `detail` names keys at most, never values. */
export function syncEvent(
  ctx: MemberContext,
  sync: Pick<ConfigSyncRow, 'org_id' | 'id' | 'project_id' | 'name' | 'app' | 'connection_id' | 'resource_id'>,
  action: Extract<AuditAction, `secretSyncs.${string}`>,
  detail: Record<string, unknown> = {},
  outcome: AuditFacts['outcome'] = 'success',
) {
  return auditEvent(ctx, {
    orgId: sync.org_id,
    action,
    target: { type: 'secret-sync', id: sync.id },
    projectId: sync.project_id,
    outcome,
    detail: {
      ...{ name: sync.name, app: sync.app, connectionId: sync.connection_id, resource: sync.resource_id },
      ...detail,
    },
  })
}
