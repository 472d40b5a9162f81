import type { OAuth } from '@app-connections/providers'
import { type App, appName, consentMethodOf, type Method } from '@app-connections/schemas'
import { OperationError } from '../failures/errors.ts'
import type { Services } from '../services/services.ts'

/** The OAuth client of an app, or 400 with what the operator must set. */
export function requireOAuth(services: Services, app: App): OAuth {
  const { oauth } = services.providers.of(app)
  if (oauth !== undefined) return oauth
  throw new OperationError('BadRequest', `OAuth for ${appName(app)} is not configured on this server: ask its operator`)
}

/** The method by which a consent for an app makes a connection. Throws where the app knows no consent: it had none to give. */
export function requireConsentMethod(app: App): Method {
  const method = consentMethodOf(app)
  if (method === undefined) throw new Error(`${app} has no method by consent`)
  return method
}
