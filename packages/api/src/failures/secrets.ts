import { failure } from './operation-error.ts'

// Config sets and their keys. A failure names keys, never values.

export const unknownSecret = failure('unknownSecret', (key: string) => `Secret with name '${key}' not found`)
export const secretExists = failure('secretExists', (key: string) => `Secret already exist: ${key}`)
export const secretTwice = failure('secretTwice', (key: string) => `The call names the secret ${key} more than once`)
export const secretsTooLong = failure(
  'secretsTooLong',
  () => 'These secrets hold more than 16 MB together: list them by narrower paths, or get them one by one',
)
export const tooManySecrets = failure(
  'tooManySecrets',
  (most: number) => `A config set has at most ${most} secrets: use another path`,
)
