import { type ConfigSyncRow, type PlanRow, type Queryable, selectRole } from '@app-connections/db'
import { planRowSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { roleMaySync } from '../access/policy.ts'
import { approvalNeeded } from '../failures/secret-syncs.ts'
import { changes } from './rows.ts'

/** Whether a plan does something at the resource that its sync asks a second person for. */
export function asksApproval(sync: Pick<ConfigSyncRow, 'requires_approval'>, { rows }: Pick<PlanRow, 'rows'>): boolean {
  if (!sync.requires_approval) return false
  const all = z.array(planRowSchema).parse(rows)
  return all.some((row) => changes(row) || row.taken)
}

/**
 * Throws 409 unless a plan is approved just as it is, by somebody who may still do that, where its sync asks for a
 * second person.
 */
export async function requireApproved(
  trx: Queryable,
  sync: ConfigSyncRow,
  { plan, hash }: { readonly plan: PlanRow; readonly hash: string },
): Promise<void> {
  if (!asksApproval(sync, plan)) return
  const approved = plan.hash === hash && plan.approved_hash === hash && plan.approved_by !== null
  if (!approved || !(await mayStill(trx, sync, plan.approved_by))) throw approvalNeeded(plan.id)
}

async function mayStill(trx: Queryable, { org_id: orgId, project_id: projectId }: ConfigSyncRow, id: string | null) {
  if (id === null) return false
  const role =
    (await selectRole(trx, orgId, projectId, { personId: id })) ??
    (await selectRole(trx, orgId, projectId, { identityId: id }))
  return role !== undefined && roleMaySync(role, 'sync-secrets')
}
