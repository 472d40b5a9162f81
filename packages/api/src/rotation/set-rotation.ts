import { type ConnectionRow, changeHeld, rotationAfter } from '@app-connections/db'
import type { App, SetRotation, SingleConnection } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { findConnection } from '../connection/find.ts'
import { shapeSingle } from '../connection/shape.ts'
import { keepsChanging } from '../failures/connections.ts'
import { healthy, onlyRotationFailed } from '../health/health.ts'
import type { MemberContext } from '../procedure/context.ts'
import { neededRight, presently } from '../procedure/still-may.ts'
import { requireRotates, requireSettings } from './require-rotation.ts'

/**
 * Sets when the credential of a connection is rotated. The next time is reckoned from today; the same settings again leave
 * it. Errors: 403, 404, 400 (not supported).
 */
export async function setRotation({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: SetRotation
}): Promise<SingleConnection> {
  const { rotationInterval, rotateAtUtc, overlapDays, isAutoRotationEnabled } = input
  const settings = { rotationInterval, rotateAtUtc, overlapDays }
  return write(ctx, input, 'appConnections.setRotation', { ...settings, isAutoRotationEnabled }, (before) => {
    requireRotates(before)
    const same = before.rotation !== null && before.next_rotation_at !== null && sameTime(before.rotation, settings)
    const next = isAutoRotationEnabled
      ? { next_rotation_at: rotationAfter(rotationInterval, settings) }
      : off(ctx, before)
    return {
      rotation: JSON.stringify(settings),
      ...(same && isAutoRotationEnabled ? {} : { rotation_tries: 0, ...next }),
    }
  })
}

/**
 * Stops the rotation of a connection, and keeps its settings and its record. Errors: 403, 404 (also: not configured), 400
 * (not supported).
 */
export async function stopRotation({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<SingleConnection> {
  return write(ctx, input, 'appConnections.stopRotation', {}, (before) => {
    requireSettings(before)
    return { rotation_tries: 0, ...off(ctx, before) }
  })
}

type Settings = NonNullable<ConnectionRow['rotation']>

function sameTime(a: Settings, b: Settings): boolean {
  const { hours, minutes } = a.rotateAtUtc
  return a.rotationInterval === b.rotationInterval && hours === b.rotateAtUtc.hours && minutes === b.rotateAtUtc.minutes
}

/** Without a schedule, a failed one says nothing about the connection any more. */
function off({ services }: MemberContext, before: ConnectionRow) {
  const { last_success_at: _unchanged, ...works } = healthy(services.now())
  return { next_rotation_at: null, ...(onlyRotationFailed(before) ? works : {}) }
}

async function write(
  ctx: MemberContext,
  input: { app: App; connectionId: string },
  action: Parameters<typeof connectionEvent>[2],
  detail: Record<string, unknown>,
  changesOf: (before: ConnectionRow) => object,
): Promise<SingleConnection> {
  const found = await findConnection(ctx, input, 'edit')
  changesOf(found)
  const by = neededRight(ctx, found.project_id, 'edit')
  const event = connectionEvent(ctx, found, action, detail)
  const row = await changeHeld(ctx.services.db, { orgId: found.org_id, id: found.id, by }, event, (before) => ({
    changes: { ...changesOf(before), revision: before.revision + 1, updated_at: ctx.services.now() },
  }))
  if (row !== undefined) return shapeSingle(row, ctx.member)
  // The caller has lost the right, or the connection was deleted.
  await findConnection(await presently(ctx), input, 'edit')
  throw keepsChanging()
}
