import { type App, connectionTitle } from '@app-connections/schemas'
import { failure } from './operation-error.ts'

// Grants: who may use a connection for what.

export const noGrants = failure('noGrants', (app: App) => `${connectionTitle(app)}s cannot be used through a grant`)
export const unknownGrant = failure('unknownGrant', (id: string) => `Could not find grant with ID ${id}`)
export const grantEnded = failure(
  'grantEnded',
  (id: string) => `The grant with ID ${id} has ended or cannot be used any more: make a new one`,
)
export const tooManyGrants = failure(
  'tooManyGrants',
  (most: number) => `A connection has at most ${most} grants: end some first`,
)
