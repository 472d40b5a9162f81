import type { App } from '@app-connections/schemas'
import { requireManagement } from '../access/policy.ts'
import { consentOf } from '../credentials/consent.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * Asks the platform whether it knows this service's client by its secret. Whether the callback registered there is ours
 * only a consent can show: its redirect arrives here, or it does not. Errors: 403, and the platform's.
 */
export async function oauthSelfTest({ ctx, input }: { ctx: MemberContext; input: { app: App } }) {
  requireManagement(ctx.member, 'read', 'audit-events')
  const consent = consentOf(ctx.services, input.app)
  if (consent === undefined) return { secret: 'not-configured' as const }
  const known = await consent.checkClient(AbortSignal.timeout(ctx.services.upstreamDeadlineMs))
  return { secret: known ? ('known' as const) : ('unknown' as const) }
}
