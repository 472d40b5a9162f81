import { failure } from './operation-error.ts'

// Any call: how it is sent, how often, and whether the service can serve it.

export const notUnderstood = failure('notUnderstood', () => 'The request is not one that this endpoint understands')
export const notJson = failure('notJson', () => 'The body is not valid JSON')
export const emptyBody = failure('emptyBody', () => 'The body is empty')
export const wrongLength = failure('wrongLength', () => 'The body is not as long as content-length says')
export const malformedAddress = failure('malformedAddress', () => 'The address is not a valid one')
export const malformedRequest = failure('malformedRequest', () => 'This is not a complete, well-formed HTTP request')
export const invalidRequest = failure('invalidRequest', () => 'The request is not a valid one')
export const hostTwice = failure('hostTwice', () => 'Send the header Host once')
export const headersTooLarge = failure(
  'headersTooLarge',
  () => 'The headers are larger than 16 KiB: cookies, most often',
)
export const encodedBody = failure('encodedBody', () => 'Send the body as it is, without content-encoding')
export const bodyTooLarge = failure('bodyTooLarge', () => 'The body is larger than 1 MiB')
export const wrongMediaType = failure('wrongMediaType', () => 'Send JSON with content-type: application/json')
export const wrongVerb = failure('wrongVerb', (allowed: readonly string[]) => `Use ${allowed.join(' or ')} here`)
export const wrongProcedureVerb = failure(
  'wrongProcedureVerb',
  () => 'Queries are called with GET, mutations with POST',
)
export const unknownAddress = failure('unknownAddress', () => 'There is nothing at this address')
export const unknownProcedure = failure('unknownProcedure', () => 'No such procedure')
export const strangeCursor = failure(
  'strangeCursor',
  () => 'cursor is not one that this service gave: start again without it',
)
export const tooManyCalls = failure(
  'tooManyCalls',
  (seconds: number) => `Too many requests. Try again in ${seconds} seconds.`,
  (retryAfterSeconds) => ({ retryAfterSeconds }),
)
export const tooManyWaiting = failure(
  'tooManyWaiting',
  () => 'Too many calls of your organization wait already. Try again in 1 second.',
  () => ({ retryAfterSeconds: 1 }),
)
export const inputTooLarge = failure('inputTooLarge', (most: number) => `The input holds more than ${most} values`)
export const requestOfItsOwn = failure(
  'requestOfItsOwn',
  (what: string) => `Ask for ${what} in a request of its own, or page with limit and cursor`,
)
export const keyUsedWithOtherBody = failure(
  'keyUsedWithOtherBody',
  () => 'This Idempotency-Key was used with another body: use a new key',
)
export const keyUnderWay = failure(
  'keyUnderWay',
  () => 'The first call with this Idempotency-Key is still under way',
  () => ({ retryAfterSeconds: 5 }),
)
export const keyTakenOver = failure(
  'keyTakenOver',
  () => 'A repeat with this Idempotency-Key took the call over: read what it made',
)
export const defect = failure('defect', () => 'Something went wrong')
export const databaseUnavailable = failure(
  'databaseUnavailable',
  () => 'The database is out of reach. Try again in a moment.',
  () => ({ retryAfterSeconds: 5 }),
)
export const notRecorded = failure(
  'notRecorded',
  () => 'This cannot be recorded just now, so it was not done. Try again later.',
)
export const webAppUnavailable = failure('webAppUnavailable', () => 'The web app is not up yet. Try again in a moment.')
