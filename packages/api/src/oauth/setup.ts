import type { App } from '@app-connections/schemas'
import type { MemberContext } from '../procedure/context.ts'

/** Whether OAuth is set up for an app, and where its platform must send people back to. */
export function oauthSetup({ ctx, input }: { ctx: MemberContext; input: { app: App } }) {
  const { oauth } = ctx.services.providers.of(input.app)
  const callbackUrl = `${ctx.services.siteUrl}/organization/app-connections/${input.app}/oauth/callback`
  return {
    configured: oauth !== undefined,
    clientId: oauth?.clientId ?? null,
    scope: oauth?.scope ?? null,
    callbackUrl,
  }
}
