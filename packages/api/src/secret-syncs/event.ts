import type { ConfigSyncRow } from '@app-connections/db'
import type { AuditAction } from '@app-connections/schemas'
import { namedEvent } from '../audit/connection-event.ts'
import type { AuditedCall, AuditFacts } from '../audit/event.ts'

/** The event of something done with a sync. `detail` names keys at most, never values. */
export function syncEvent(
  ctx: AuditedCall,
  sync: Pick<ConfigSyncRow, 'org_id' | 'id' | 'project_id' | 'name' | 'app' | 'connection_id' | 'resource_id'>,
  action: Extract<AuditAction, `secretSyncs.${string}`>,
  detail: Record<string, unknown> = {},
  outcome?: AuditFacts['outcome'],
) {
  const where = { connectionId: sync.connection_id, resource: sync.resource_id }
  return namedEvent(ctx, { type: 'secret-sync', row: sync }, action, { ...where, ...detail }, outcome)
}
