import { failure } from './operation-error.ts'

// Config sets and their keys. A failure names keys, never values.

export const unknownSecret = failure('unknownSecret', (key: string) => `Secret with name '${key}' not found`)
export const secretExists = failure('secretExists', (key: string) => `Secret already exist: ${key}`)
export const secretTwice = failure('secretTwice', (key: string) => `The call names the secret ${key} more than once`)
export const secretsTooLong = failure(
  'secretsTooLong',
  () => 'These secrets hold more than 16 MB together, more than are opened at once: use narrower paths, or one by one',
)
export const tooManySecrets = failure(
  'tooManySecrets',
  (most: number) => `A config set has at most ${most} secrets: use another path`,
)
export const tooManySets = failure(
  'tooManySets',
  (most: number) => `A project has at most ${most} config sets: use one that is there`,
)
