import { insertAuditEvent, markRevoked } from '@app-connections/db'
import { ProviderError } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'
import { auditEvent } from '../audit.ts'
import type { Context } from '../context.ts'
import type { Generation } from './refresh.ts'

/**
 * Withdraws a credential at its platform and records how that went: `revoked`, `refused` and why, or not possible with
 * its scope. The platform's failure is not the caller's: what they asked for has been done here already.
 */
export async function revokeUpstream(
  ctx: Context,
  { row, stored }: Generation,
  { deleted, deadline }: { deleted: boolean; deadline: AbortSignal },
): Promise<void> {
  const { services } = ctx
  const event = (outcome: 'success' | 'refused' | 'failed', upstream: string) =>
    insertAuditEvent(
      services.db,
      auditEvent(ctx, {
        orgId: row.org_id,
        action: 'appConnections.revokeUpstream',
        target: { type: 'app-connection', id: row.id },
        projectId: row.project_id,
        outcome,
        detail: { name: row.name, app: row.app, upstream },
      }),
    )
  let answer: 'revoked' | 'not_possible'
  try {
    answer = await services.providers.of(appSchema.parse(row.app)).revoke(stored, deadline)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    await event(error.failure === 'refused' ? 'refused' : 'failed', `refused because: ${error.message}`)
    return
  }
  if (answer === 'not_possible') return event('refused', 'not possible with this scope')
  if (deleted) await markRevoked(services.db, row.org_id, row.id)
  await event('success', 'revoked')
}
