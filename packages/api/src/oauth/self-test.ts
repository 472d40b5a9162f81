import type { App } from '@app-connections/schemas'
import { requireManagement } from '../access/policy.ts'
import { consentOf } from '../credentials/consent.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * Asks the platform whether it accepts this service's client id and secret. Only a consent can show whether the
 * callback address is registered right: its redirect arrives here, or it does not. Errors: 403, and the platform's.
 */
export async function oauthSelfTest({ ctx, input }: { ctx: MemberContext; input: { app: App } }) {
  requireManagement(ctx.member, 'read', 'audit-events')
  const consent = consentOf(ctx.services, input.app)
  if (consent === undefined) return { secret: 'not-configured' as const }
  const known = await consent.checkClient(AbortSignal.timeout(ctx.services.upstreamDeadlineMs))
  return { secret: known ? ('known' as const) : ('unknown' as const) }
}
