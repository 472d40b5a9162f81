import { type ConfigSyncRow, type ConnectionRow, type PlanRow, selectPlan, selectSync } from '@app-connections/db'
import { mayWithSyncs, type SyncAction } from '../access/policy.ts'
import { findConnection } from '../connection/find.ts'
import { denied } from '../failures/access.ts'
import { unknownPlan, unknownSync } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * The sync of that id, if the caller may do `action` with it. Errors: 404 (unknown, or in a project that the caller is not
 * in), 403.
 */
export async function findSync(
  { member, services }: MemberContext,
  { syncId }: { syncId: string },
  action: SyncAction,
): Promise<ConfigSyncRow> {
  const sync = await selectSync(services.db, member.orgId, syncId)
  if (sync === undefined || !mayWithSyncs(member, sync.project_id, 'read')) {
    throw unknownSync(syncId).hiding(sync !== undefined)
  }
  if (!mayWithSyncs(member, sync.project_id, action)) throw denied(action, 'secret-syncs')
  return sync
}

/** A plan of a sync. Errors: 404. */
export async function findPlan({ services, member }: MemberContext, sync: ConfigSyncRow, id: string): Promise<PlanRow> {
  const plan = await selectPlan(services.db, member.orgId, { syncId: sync.id, id })
  if (plan === undefined) throw unknownPlan(id)
  return plan
}

/** The connection of a sync, which the caller must be able to connect with. Errors: 404, 403. */
export function connectionOf(ctx: MemberContext, sync: ConfigSyncRow): Promise<ConnectionRow> {
  return findConnection(ctx, { connectionId: sync.connection_id }, 'connect')
}
