import { type App, methodName } from '@app-connections/schemas'
import { failure } from './operation-error.ts'

// Rotation of credentials.

export const rotationNotSupported = failure(
  'rotationNotSupported',
  (app: App, method: string) =>
    `Credential rotation is not supported for ${app} connections with ${methodName(app, method)} method`,
)
export const rotationNotConfigured = failure(
  'rotationNotConfigured',
  () => 'Credential rotation is not configured for this connection',
)
export const rotationUnderWay = failure(
  'rotationUnderWay',
  () => 'A rotation of this connection is under way. Look again in a minute.',
  () => ({ retryAfterSeconds: 60 }),
)
export const rotationOvertaken = failure(
  'rotationOvertaken',
  () =>
    'The connection was deleted or given another credential while it was rotated. It keeps that; the new one is ended.',
)
export const rotationTrialFailed = failure(
  'rotationTrialFailed',
  (why: string) => `The new credential ${why}. It is ended, and the connection keeps the one it has: rotate it again.`,
)
export const nothingToRollBackTo = failure(
  'nothingToRollBackTo',
  (why: string) => `There is nothing to go back to: ${why}.`,
)
export const notOpenToSettle = failure(
  'notOpenToSettle',
  (id: string) => `There is no credential with ID "${id}" that is open to be settled`,
)
