import { failure } from './operation-error.ts'

// Programs that act for a person: how they log in, and what their tokens are for.

export const authorizationPending = failure(
  'authorizationPending',
  () => 'Nobody has confirmed the code yet: ask again after the interval',
)
export const slowDown = failure('slowDown', () => 'Ask less often: from now on, leave 5 seconds more between two calls')
export const accessDenied = failure('accessDenied', () => 'The person has refused the program')
export const expiredToken = failure(
  'expiredToken',
  () => 'The code has expired, or is none that was given here: begin the login again',
)
export const deviceCodeUsed = failure('deviceCodeUsed', () => 'The code was used: begin the login again')
export const unknownUserCode = failure(
  'unknownUserCode',
  () => 'No program waits with this code. It is mistyped, was used, or is older than 10 minutes.',
)
export const tooManyUserCodes = failure(
  'tooManyUserCodes',
  (seconds: number) => `Too many wrong codes. Try again in ${seconds} seconds.`,
  (retryAfterSeconds) => ({ retryAfterSeconds }),
)
export const unknownPersonalToken = failure(
  'unknownPersonalToken',
  (id: string) => `Could not find a personal token of yours with ID ${id}`,
)
