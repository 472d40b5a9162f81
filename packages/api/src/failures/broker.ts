import { failure } from './operation-error.ts'

// Requests of others, sent to a platform through a grant.

export const upgradeRefused = failure(
  'upgradeRefused',
  () => 'Connections are not upgraded here: send the request without the header Upgrade',
)
/** `reason` says what of the address is not clear; it quotes nothing of it. */
export const unclearAddress = failure('unclearAddress', (reason: string) => `${reason}: nothing was sent`)
export const unknownRoute = failure(
  'unknownRoute',
  (platform: string) => `${platform} publishes no route at this path: nothing was sent`,
)
export const ambiguousRoute = failure(
  'ambiguousRoute',
  (platform: string) => `Two of ${platform}'s routes could be meant by this path. Name the resource by its id.`,
)
export const wrongRouteVerb = failure(
  'wrongRouteVerb',
  (platform: string, methods: readonly string[]) => `${platform} has this path for ${methods.join(', ')} alone`,
)
export const notGranted = failure(
  'notGranted',
  (action: string, on: string | undefined) =>
    `No grant of yours allows ${action}${on === undefined ? '' : ` on ${on}`}. An admin of the connection can make one.`,
  (action) => ({ details: [{ action, subject: 'app-connections' }] }),
)
export const keysNotGranted = failure(
  'keysNotGranted',
  (action: string, keys: readonly string[]) =>
    `No grant of yours allows ${action} on ${keys.join(', ')}: nothing was changed`,
  (action) => ({ details: [{ action, subject: 'app-connections' }] }),
)
export const changesUsedUp = failure(
  'changesUsedUp',
  () => 'The changes of this grant for today are used up',
  () => ({ retryAfterSeconds: 3_600 }),
)
export const tooManyUses = failure(
  'tooManyUses',
  () => 'Too many requests of yours or of your organization are under way to platforms. Try again in 1 second.',
  () => ({ retryAfterSeconds: 1 }),
)
export const grantUsedUp = failure('grantUsedUp', () => 'The grant has just ended or been used up: nothing was sent')
export const useEnded = failure(
  'useEnded',
  () => 'The grant, the token or the session ended while the request was under way. It may have reached the platform.',
)
export const callerGone = failure('callerGone', () => 'The caller was gone before the answer')
export const unknownStream = failure(
  'unknownStream',
  () => 'This address of a stream is not one of yours, or it has ended: ask for a new one',
)
export const unusableValues = failure(
  'unusableValues',
  () => 'Send the values as one JSON object of names, each with a text or null, of at most 1 MiB',
)
export const unusableFields = failure(
  'unusableFields',
  (fields: readonly string[]) => `Send one JSON object with no other fields than ${fields.join(', ')}`,
)
export const answerNotNarrowed = failure(
  'answerNotNarrowed',
  (platform: string) => `${platform} answered in a form that cannot be narrowed to what is granted`,
)
