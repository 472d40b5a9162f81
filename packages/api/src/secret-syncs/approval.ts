import { type ConfigSyncRow, type PlanRow, type Queryable, selectConnection, selectRole } from '@app-connections/db'
import { planRowSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { roleAllows, roleMaySync } from '../access/policy.ts'
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

async function mayStill(trx: Queryable, sync: ConfigSyncRow, id: string | null): Promise<boolean> {
  if (id === null) return false
  const role = await roleOf(trx, sync, sync.project_id, id)
  if (role === undefined || !roleMaySync(role, 'sync-secrets')) return false
  const connection = await selectConnection(trx, sync.org_id, sync.connection_id)
  if (connection === undefined) return false
  const there = await roleOf(trx, sync, connection.project_id, id)
  return there !== undefined && roleAllows(there, connection.project_id, 'connect')
}

/** The role of a person or an identity in the organization (`projectId` null) or in a project. */
async function roleOf(trx: Queryable, { org_id: orgId }: ConfigSyncRow, projectId: string | null, id: string) {
  const asPerson = await selectRole(trx, orgId, projectId, { personId: id })
  return asPerson ?? selectRole(trx, orgId, projectId, { identityId: id })
}
