import type { ConnectionRow, OrgId, Queryable } from '@app-connections/db'
import { callerAmong } from '../access/actor.ts'
import { membershipOf } from '../access/callers.ts'
import { type Membership, requireConnections, type SecretAction, type SyncAction } from '../access/policy.ts'
import { requireSecrets, requireSyncs } from '../access/require-project.ts'
import type { Context } from '../procedure/context.ts'
import { standing } from '../procedure/settle.ts'

/** What a write of syncs needs to be allowed. */
export interface Needs {
  readonly projectId: string
  readonly syncs: SyncAction
  readonly secrets?: readonly SecretAction[]
  /** The connection that the caller must be able to connect with. */
  readonly connection?: Pick<ConnectionRow, 'project_id'> | undefined
}

/**
 * Asks again within a write what the caller may, since the call may have waited long for a platform by now. Comes after
 * the locks of set and sync: whoever takes rights away locks syncs before tokens. The service itself does what a caller
 * has asked for. Resolves with the makers of what the call makes, of which the service is none. Errors: 401, 403, 404.
 */
export async function requireNow(ctx: Context, trx: Queryable, orgId: OrgId, needs: Needs): Promise<string[]> {
  const caller = callerAmong(ctx.actor)
  if (caller === undefined) return []
  const { actor, makers } = await standing(trx, caller, ctx.request.address)
  requireAll(membershipOf(actor, orgId), needs)
  return makers
}

/** Throws 404 or 403 unless a member may do all of it. */
export function requireAll(member: Membership, { projectId, syncs, secrets = [], connection }: Needs): void {
  requireSyncs(member, projectId, syncs)
  for (const action of secrets) requireSecrets(member, projectId, action)
  if (connection !== undefined) requireConnections(member, connection.project_id, 'connect')
}
