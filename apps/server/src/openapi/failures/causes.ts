import { type App, appName, apps, type ErrorName } from '@app-connections/schemas'
import { exampleIds } from '../words/examples.ts'

/** One reason for which a call fails: a name for the example, the status by its error, and a sentence as callers see it. */
export interface Cause {
  readonly name: string
  readonly error: ErrorName
  readonly message: string
  readonly details?: { action: string; subject: string }[]
  /** Whether `Retry-After` says when to ask again. */
  readonly retryAfter?: true
}

const { connectionId, projectId } = exampleIds

/** What any call may meet. */
export const anyCall: readonly Cause[] = [
  {
    name: 'tooMany',
    error: 'RateLimitExceeded',
    message: 'Too many requests. Try again in 20 seconds.',
    retryAfter: true,
  },
  { name: 'defect', error: 'InternalServerError', message: 'Something went wrong' },
  {
    name: 'database',
    error: 'ServiceUnavailable',
    message: 'The database is out of reach. Try again in a moment.',
    retryAfter: true,
  },
]

/** What any call with a bearer may meet. */
export const anyBearer: readonly Cause[] = [
  {
    name: 'noToken',
    error: 'UnauthorizedError',
    message: 'The access token is malformed, unknown, expired or revoked',
  },
  untrustedAddress(),
]

/** What any call with a body may meet. */
export const anyBody: readonly Cause[] = [
  { name: 'notJson', error: 'BadRequest', message: 'The body is not valid JSON' },
  { name: 'tooLarge', error: 'PayloadTooLarge', message: 'The body is larger than 1 MiB' },
  {
    name: 'otherType',
    error: 'UnsupportedMediaType',
    message: 'Send JSON with content-type: application/json',
  },
]

export function untrustedAddress(): Cause {
  return {
    name: 'untrustedAddress',
    error: 'PermissionDenied',
    message: 'You are not allowed to access this resource from the current IP address',
    details: [{ action: 'access', subject: 'ip-address' }],
  }
}

export function denied(action: string, subject = 'app-connections'): Cause {
  return {
    name: 'denied',
    error: 'PermissionDenied',
    message: `You are not allowed to ${action} on ${subject}`,
    details: [{ action, subject }],
  }
}

export const unknownProject: Cause = {
  name: 'unknownProject',
  error: 'NotFound',
  message: `Could not find project with ID ${projectId}`,
}

export const unknownName: Cause = {
  name: 'unknownName',
  error: 'NotFound',
  message: 'Could not find App Connection with name storefront in organization scope',
}

export const nameTaken: Cause = {
  name: 'nameTaken',
  error: 'BadRequest',
  message: 'An App Connection with the name "storefront" already exists',
}

export const strangeCursor: Cause = {
  name: 'strangeCursor',
  error: 'BadRequest',
  message: 'cursor is not one that this service gave: start again without it',
}

export const tooManyForOneAnswer: Cause = {
  name: 'tooManyForOneAnswer',
  error: 'BadRequest',
  message: 'There are more than 10000 connections: use limit and cursor',
}

export const changedSince: Cause = {
  name: 'changedSince',
  error: 'PreconditionFailed',
  message: 'The App Connection has changed since: read it again and repeat the call',
}

export const keyInUse: readonly Cause[] = [
  {
    name: 'otherBody',
    error: 'Conflict',
    message: 'This Idempotency-Key was used with another body: use a new key',
  },
  {
    name: 'underWay',
    error: 'Conflict',
    message: 'The first call with this Idempotency-Key is still under way',
    retryAfter: true,
  },
]

export const invalidCredentials: Cause = {
  name: 'invalidCredentials',
  error: 'UnauthorizedError',
  message: 'Invalid credentials',
}

export const endedToken: Cause = {
  name: 'endedToken',
  error: 'UnauthorizedError',
  message: 'The access token is unknown or has ended',
}

export function otherAppByName(app: App): Cause {
  return {
    name: 'otherApp',
    error: 'BadRequest',
    message: `App Connection with name storefront is not for App "${app}"`,
  }
}

/** What a connection's id may lead to. */
export function unknownOrOther(app: App): readonly Cause[] {
  return [
    { name: 'unknownId', error: 'NotFound', message: `Could not find App Connection with ID ${connectionId}` },
    {
      name: 'otherApp',
      error: 'BadRequest',
      message: `App Connection with ID ${connectionId} is not for App "${app}"`,
    },
  ]
}

/** What asking the platform may lead to. */
export function fromPlatform(app: App): readonly Cause[] {
  const platform = appName(app)
  return [
    { name: 'refused', error: 'BadRequest', message: apps[app].examples.refusal },
    {
      name: 'noUsableAnswer',
      error: 'BadGateway',
      message: `${platform} gave no usable answer. Try again in a moment.`,
    },
    {
      name: 'platformLimit',
      error: 'ServiceUnavailable',
      message: `${platform} limits the calls of this account. Try again in a minute.`,
      retryAfter: true,
    },
    {
      name: 'tooSlow',
      error: 'GatewayTimeout',
      message: `${platform} did not answer in time. Try again in a moment.`,
    },
  ]
}
