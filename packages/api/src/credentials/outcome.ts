import { type ConnectionRow, recordUse, selectConnection } from '@app-connections/db'
import type { ProviderError } from '@app-connections/providers'
import {
  failureChange,
  type HealthChange,
  healthy,
  onlyReconnectHelps,
  onlyRotationFailed,
  rotationFailedHealth,
} from '../health/health.ts'
import { healthNotice } from '../health/notice.ts'
import type { Context } from '../procedure/context.ts'

/** A success is stored at most so often, in milliseconds, so that a busy connection is not written at every call. */
const noteSuccessEveryMs = 60_000

/** Stores that the credential worked. */
export async function noteSuccess(ctx: Context, row: ConnectionRow): Promise<void> {
  const now = ctx.services.now()
  await note(ctx, row, (current) => {
    const noted = current.last_success_at?.getTime() ?? 0
    if (current.health === 'healthy' && now.getTime() - noted < noteSuccessEveryMs) return undefined
    const changes = healthy(now)
    // A use says nothing about that: it ends with the next rotation that succeeds.
    if (onlyRotationFailed(current)) {
      if (now.getTime() - noted < noteSuccessEveryMs) return undefined
      return { ...rotationFailedHealth, health_since: current.health_since, last_success_at: now }
    }
    return current.health === 'healthy' ? { ...changes, health_since: current.health_since ?? now } : changes
  })
}

/** Stores a failure that says something about the connection, and returns the failure. */
export async function noteFailure(ctx: Context, row: ConnectionRow, error: ProviderError): Promise<ProviderError> {
  await note(ctx, row, (current) => failureChange(current, error, ctx.services.now()))
  return error
}

/** How often the change is computed again because the health that it was computed from has changed. */
const mostNotes = 5

/**
 * Stores the new health and its notice, if any, as a change of the health in `row`. Stores nothing where only another
 * credential helps by now: the answer to an older call cannot change that.
 */
async function note(
  ctx: Context,
  row: ConnectionRow,
  changeOf: (current: ConnectionRow) => HealthChange | undefined,
): Promise<void> {
  const { services } = ctx
  let current: ConnectionRow | undefined = row
  for (let tries = 0; tries < mostNotes && current?.seal_revision === row.seal_revision; tries += 1) {
    const change = onlyReconnectHelps(current) ? undefined : changeOf(current)
    if (change === undefined) return
    const notice = healthNotice(current, change, services.now())
    if (await recordUse(services.db, current, change, notice)) {
      if (notice !== undefined) services.sendNoticesSoon()
      return
    }
    current = await selectConnection(services.db, row.org_id, row.id)
  }
}
