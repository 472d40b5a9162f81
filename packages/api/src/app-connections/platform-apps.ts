import type { Resource } from '@app-connections/providers'
import type { App } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { recordOpened } from '../connection/opened.ts'
import { attempt } from '../credentials/attempt.ts'
import { nothingToList } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * All resources that a connection's credential reaches at its platform (its apps, its services, …). A failure of the
 * platform is an error, never an empty list. The audit event is stored before the credential is used. Errors: 403, 404,
 * 400 (another app; nothing to list; the platform refuses the credential), 502, 503, 504.
 */
export async function platformApps({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<Resource[]> {
  const found = await findConnection(ctx, input, 'connect')
  await recordOpened(ctx, found, 'appConnections.apps')
  return attempt(ctx, { orgId: found.org_id, id: found.id }, { repeatable: true }, ({ session, deadline }) => {
    if (session.resources === undefined) throw nothingToList(input.app)
    return session.resources(deadline)
  })
}
