import { type ConnectionRow, selectKeptCredentials, selectRotations } from '@app-connections/db'
import { type App, type RotationState, rotationKindSchema } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { shapeRotation } from '../connection/shape-rotation.ts'
import type { MemberContext } from '../procedure/context.ts'
import { requireRotates } from './require-rotation.ts'

/** How many rotations are shown. */
const shown = 10

/**
 * All of a connection's rotation: what is current, previous, to be ended and open, and the last ten rotations. Errors:
 * 404, 400 (not supported).
 */
export async function readRotation({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<RotationState> {
  const found = await findConnection(ctx, input, 'read')
  requireRotates(found)
  return rotationState(ctx, found)
}

/** The same of a connection that was found. */
export async function rotationState({ services }: MemberContext, row: ConnectionRow): Promise<RotationState> {
  const ofConnection = { orgId: row.org_id, connectionId: row.id }
  const [rotations, kept] = await Promise.all([
    selectRotations(services.db, ofConnection, shown),
    selectKeptCredentials(services.db, ofConnection),
  ])
  const inState = (state: string) =>
    kept
      .filter((each) => each.state === state)
      .map(({ id, platform_id, due_at, reason, created_at }) => ({
        ...{ id, platformId: platform_id, reason },
        ...{ due: due_at?.toISOString() ?? created_at.toISOString(), since: created_at.toISOString() },
      }))
  const [current] = inState('current').map(({ id, platformId, since }) => ({ id, platformId, since }))
  const [previous] = inState('previous').map(({ id, platformId, due }) => ({ id, platformId, until: due }))
  return {
    isAutoRotationEnabled: row.next_rotation_at !== null,
    rotation: shapeRotation(row) ?? null,
    current: current ?? null,
    previous: previous ?? null,
    ending: inState('ending').map(({ id, platformId, due, reason }) => ({ id, platformId, nextTryAt: due, reason })),
    open: inState('open').map(({ id, platformId, reason }) => ({ id, platformId, reason })),
    rotations: rotations.map(({ id, kind, state, message, started_at, ended_at }) => ({
      ...{ id, kind: rotationKindSchema.parse(kind), message },
      state: state === 'succeeded' || state === 'failed' ? state : 'under_way',
      ...{ startedAt: started_at.toISOString(), endedAt: ended_at?.toISOString() ?? null },
    })),
  }
}
