import { type ConfigSetRow, type ConnectionRow, type SetPlace, selectSet } from '@app-connections/db'
import type { App } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { unknownConnection } from '../failures/connections.ts'
import { noConfig, unknownSet } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'

/** A connection that syncs of a project may use. Errors: 404, 403, 400 (of another app, or of one without named values). */
export async function connectionFor(
  ctx: MemberContext,
  { connectionId, app, projectId }: { connectionId: string; app: App; projectId: string },
): Promise<ConnectionRow> {
  const connection = await findConnection(ctx, { connectionId, app }, 'connect')
  if (connection.project_id !== null && connection.project_id !== projectId) throw unknownConnection(connectionId)
  if (!ctx.services.providers.of(app).config) throw noConfig(app)
  return connection
}

/** The set at a place. Errors: 400 (nothing was ever written there). */
export async function setAt({ services }: MemberContext, place: SetPlace): Promise<ConfigSetRow> {
  const set = await selectSet(services.db, place)
  if (set === undefined) throw unknownSet(place.path, place.environment, place.projectId)
  return set
}
