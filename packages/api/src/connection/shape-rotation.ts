import type { ConnectionRow } from '@app-connections/db'
import type { Rotation } from '@app-connections/schemas'

/** When a connection's credential is rotated and how that went last; undefined where it was never to be. */
export function shapeRotation(row: ConnectionRow): Rotation | undefined {
  if (row.rotation === null) return undefined
  const { rotation_status: status } = row
  return {
    ...row.rotation,
    rotationStatus: status === 'success' || status === 'failed' ? status : 'pending',
    lastRotationMessage: row.rotation_message,
    nextRotationAt: row.next_rotation_at?.toISOString() ?? null,
  }
}
