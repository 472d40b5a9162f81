import type { ConfigSyncRow } from '@app-connections/db'
import type { ConfigSession } from '@app-connections/providers'
import { appSchema } from '@app-connections/schemas'
import { attempt } from '../credentials/attempt.ts'
import { noConfig } from '../failures/secret-syncs.ts'
import type { Context } from '../procedure/context.ts'

/**
 * Asks the platform about the resource of a sync, through the one door. Only what changes nothing is `repeatable`. Errors:
 * 400 (the platform has no named values), 404 (the connection is deleted), and the platform's.
 */
export function reachOf<T>(
  ctx: Context,
  sync: Pick<ConfigSyncRow, 'org_id' | 'connection_id' | 'resource_id'>,
  options: { readonly repeatable: boolean },
  ask: (config: ConfigSession, resource: string, deadline: AbortSignal) => Promise<T>,
): Promise<T> {
  const connection = { orgId: sync.org_id, id: sync.connection_id }
  return attempt(ctx, connection, options, ({ session, row, deadline }) => {
    if (session.config === undefined) throw noConfig(appSchema.parse(row.app))
    return ask(session.config, sync.resource_id, deadline)
  })
}

/** What the resource of a sync has now. */
export function readResource(ctx: Context, sync: ConfigSyncRow) {
  return reachOf(ctx, sync, { repeatable: true }, (config, resource, deadline) => config.read(resource, deadline))
}
