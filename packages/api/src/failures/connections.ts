import { type App, appName, connectionTitle, type Method, methodName } from '@app-connections/schemas'
import { failure } from './operation-error.ts'

// Connections, and how their credentials are obtained.

export const unknownConnection = failure(
  'unknownConnection',
  (id: string) => `Could not find App Connection with ID ${id}`,
)
export const unknownConnectionName = failure(
  'unknownConnectionName',
  (name: string, scope: 'organization' | 'project') =>
    `Could not find App Connection with name ${name} in ${scope} scope`,
)
export const unknownDeletedConnection = failure(
  'unknownDeletedConnection',
  (id: string) => `Could not find a deleted App Connection with ID ${id}`,
)
export const otherApp = failure(
  'otherApp',
  (by: 'ID' | 'name', value: string, app: App) => `App Connection with ${by} ${value} is not for App "${app}"`,
)
export const nameTaken = failure(
  'nameTaken',
  (name: string) => `An App Connection with the name "${name}" already exists`,
)
export const nameTakenMeanwhile = failure(
  'nameTakenMeanwhile',
  (name: string) => `The name "${name}" has been taken meanwhile: rename the other connection first`,
)
export const changedSince = failure(
  'changedSince',
  () => 'The App Connection has changed since: read it again and repeat the call',
)
export const keepsChanging = failure('keepsChanging', () => 'The App Connection keeps changing: try again')
export const tooManyForOneAnswer = failure(
  'tooManyForOneAnswer',
  (most: number) => `There are more than ${most} connections: use limit and cursor`,
)
export const credentialMisfit = failure(
  'credentialMisfit',
  (app: App, method: string) =>
    `Invalid credential format for ${connectionTitle(app)} with method ${methodName(app, method)}`,
)
export const consentNeeded = failure(
  'consentNeeded',
  (app: App, method: Method, siteUrl: string) =>
    `${appName(app)} ${methodName(app, method)} connections are created in the web app: ${siteUrl}/`,
)
export const consentNeedsPerson = failure('consentNeedsPerson', () => 'A consent is given by a person: sign in first')
export const notByConsent = failure(
  'notByConsent',
  () => 'Only an OAuth connection is reconnected by consent: give this one a new credential',
)
export const consentNotConfigured = failure(
  'consentNotConfigured',
  (app: App, method: Method) =>
    `${methodName(app, method)} for ${appName(app)} is not configured on this server: ask its operator`,
)
export const noConsent = failure('noConsent', (app: App) => `${appName(app)} asks nobody for a consent`)
export const nothingToList = failure('nothingToList', (app: App) => `${appName(app)} has nothing that could be listed`)
