import {
  type ConfigSyncRow,
  type ConnectionRow,
  type PlanRow,
  selectPlan,
  selectSync,
  selectSyncByName,
} from '@app-connections/db'
import type { App } from '@app-connections/schemas'
import { mayWithSyncs, type SyncAction } from '../access/policy.ts'
import { requireProject } from '../access/require-project.ts'
import { findConnection } from '../connection/find.ts'
import { denied } from '../failures/access.ts'
import { otherDestination, unknownPlan, unknownSync, unknownSyncName } from '../failures/secret-syncs.ts'
import type { Context, MemberContext } from '../procedure/context.ts'

/** A sync by its id, and the app that it must be to, where that was said. */
interface Ref {
  readonly syncId: string
  readonly destination?: App | undefined
}

/**
 * The sync of that id, if the caller may do `action` with it. Errors: 404 (unknown, or in a project that the caller is not
 * in), 403, 400 (it is to another app than the named one).
 */
export async function findSync(
  { member, services }: MemberContext,
  { syncId, destination }: Ref,
  action: SyncAction,
): Promise<ConfigSyncRow> {
  const sync = await selectSync(services.db, member.orgId, syncId)
  if (sync === undefined || !mayWithSyncs(member, sync.project_id, 'read')) {
    throw unknownSync(syncId, destination).hiding(sync !== undefined)
  }
  if (!mayWithSyncs(member, sync.project_id, action)) throw denied(action, 'secret-syncs')
  if (destination !== undefined && sync.app !== destination) throw otherDestination(syncId, destination)
  return sync
}

/** The sync of that name in a project. Errors: 404 (the project, the name), 400 (it is to another app). */
export async function findSyncByName(
  { member, services }: MemberContext,
  { projectId, syncName, destination }: { projectId: string; syncName: string; destination?: App | undefined },
): Promise<ConfigSyncRow> {
  requireProject(member, projectId)
  const sync = await selectSyncByName(services.db, member.orgId, { projectId, name: syncName })
  if (sync === undefined) throw unknownSyncName(syncName, destination)
  if (destination !== undefined && sync.app !== destination) throw otherDestination(sync.id, destination)
  return sync
}

/** A plan of a sync. Errors: 404. */
export async function findPlan({ services }: Context, sync: ConfigSyncRow, id: string): Promise<PlanRow> {
  const plan = await selectPlan(services.db, sync.org_id, { syncId: sync.id, id })
  if (plan === undefined) throw unknownPlan(id)
  return plan
}

/** The connection of a sync, which the caller must be able to connect with. Errors: 404, 403. */
export function connectionOf(ctx: MemberContext, sync: ConfigSyncRow): Promise<ConnectionRow> {
  return findConnection(ctx, { connectionId: sync.connection_id }, 'connect')
}
