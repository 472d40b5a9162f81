import type { ConnectionRow, RotationSettings } from '@app-connections/db'
import { appSchema, methodFacts } from '@app-connections/schemas'
import { rotationNotConfigured, rotationNotSupported } from '../failures/rotation.ts'

/** Throws 400 where credentials of that kind cannot be rotated. */
export function requireRotates(row: ConnectionRow): void {
  const app = appSchema.parse(row.app)
  if (methodFacts(app, row.method)?.rotates !== true) throw rotationNotSupported(app, row.method)
}

/** The settings of a connection that was set to rotate, be it switched off by now. Throws 400 and 404. */
export function requireSettings(row: ConnectionRow): RotationSettings {
  requireRotates(row)
  if (row.rotation === null) throw rotationNotConfigured()
  return row.rotation
}
