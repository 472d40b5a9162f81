import type { OAuth } from '@app-connections/providers'
import { type App, appName } from '@app-connections/schemas'
import { OperationError } from '../failures/errors.ts'
import type { Services } from '../services/services.ts'

/** The OAuth client of an app, or 400 with what the operator must set. */
export function requireOAuth(services: Services, app: App): OAuth {
  const { oauth } = services.providers.of(app)
  if (oauth !== undefined) return oauth
  throw new OperationError('BadRequest', `OAuth for ${appName(app)} is not configured on this server: ask its operator`)
}
