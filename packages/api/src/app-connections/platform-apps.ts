import type { PlatformApp } from '@app-connections/providers'
import type { App } from '@app-connections/schemas'
import { doneAbout } from '../audit/about.ts'
import { findConnection } from '../connection/find.ts'
import { recordOpened } from '../connection/opened.ts'
import { useCredential } from '../credentials/use.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * The apps a connection's credential sees at its platform, every page of them. An error of the platform is an error here,
 * never an empty list. That the credential was opened is recorded before it is used.
 * Errors: 403, 404, 400 (another app; the platform refuses the credential), 502, 503, 504.
 */
export async function platformApps({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<PlatformApp[]> {
  const found = await findConnection(ctx, input, 'connect')
  await recordOpened(ctx, found, 'appConnections.apps')
  return doneAbout(found, () =>
    useCredential(ctx, { orgId: found.org_id, id: found.id }, (provider, stored, deadline) =>
      provider.apps(stored, deadline),
    ),
  )
}
