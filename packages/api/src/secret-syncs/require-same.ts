import { type ConfigSyncRow, holdSet, holdSync, type PlanRow, type Queryable, selectSync } from '@app-connections/db'
import { planMoved, unknownSync } from '../failures/secret-syncs.ts'

const boundToSet: ReadonlySet<string> = new Set(['sync', 'put-back', 'take-in'])

/**
 * Throws 409 where the set or the sync has changed since a plan was made, and locks both until the transaction ends. Plans
 * to undo and to remove are not bound to the set. Resolves with the sync as it is.
 */
export async function requireSame(trx: Queryable, sync: ConfigSyncRow, plan: PlanRow): Promise<ConfigSyncRow> {
  await holdSet(trx, sync.org_id, sync.set_id)
  await holdSync(trx, sync.org_id, sync.id)
  const present = await selectSync(trx, sync.org_id, sync.id)
  if (present === undefined) throw unknownSync(sync.id)
  if (present.version !== plan.sync_version) throw planMoved('sync')
  if (boundToSet.has(plan.kind) && present.revision !== plan.set_revision) throw planMoved('set')
  return present
}
