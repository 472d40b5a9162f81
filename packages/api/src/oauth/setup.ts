import type { App } from '@app-connections/schemas'
import { consentOf } from '../credentials/consent.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Whether OAuth is set up for an app, and the callback address that its platform must redirect to. */
export function oauthSetup({ ctx, input }: { ctx: MemberContext; input: { app: App } }) {
  const consent = consentOf(ctx.services, input.app)
  const callbackUrl = `${ctx.services.siteUrl}/organization/app-connections/${input.app}/oauth/callback`
  return {
    configured: consent !== undefined,
    clientId: consent?.clientId ?? null,
    scope: consent?.scope ?? null,
    callbackUrl,
  }
}
