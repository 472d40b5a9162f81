import type { Consent } from '@app-connections/providers'
import { type App, consentMethodOf, type Method } from '@app-connections/schemas'
import { consentNotConfigured, noConsent } from '../failures/connections.ts'
import type { OperationError } from '../failures/operation-error.ts'
import type { Services } from '../services/services.ts'

/** The consent of an app, where the app has one and the operator has registered this service there. */
export function consentOf(services: Services, app: App): Consent | undefined {
  const method = consentMethodOf(app)
  return method && services.providers.of(app).method(method)?.consent
}

/** The consent of an app and its method. Throws 400, which says what the operator must set. */
export function requireConsent(services: Services, app: App): { method: Method; consent: Consent } {
  const method = consentMethodOf(app)
  const consent = consentOf(services, app)
  if (method === undefined || consent === undefined) throw notSetUp(app)
  return { method, consent }
}

/** The failure where this server is not, or no longer, registered as a client of an app. */
export function notSetUp(app: App): OperationError {
  const method = consentMethodOf(app)
  return method === undefined ? noConsent(app) : consentNotConfigured(app, method)
}
