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
export const noFormIn = failure(
  'noFormIn',
  (dialect: string, keys: readonly string[], count: number) =>
    `No form of ${dialect} is read as the name and value of ${keys.join(', ')}${count > keys.length ? ` and ${count - keys.length} more` : ''}: use json`,
)
export const textNotRead = failure(
  'textNotRead',
  (dialect: string | undefined, line: number, key: string | undefined, why: string) =>
    `Line ${line}${key === undefined ? '' : ` (${key})`} cannot be read${dialect === undefined ? '' : ` as ${dialect}`}: ${why}`,
)
export const textUnclear = failure(
  'textUnclear',
  (line: number, key: string | undefined) =>
    `Line ${line}${key === undefined ? '' : ` (${key})`} says different things in different dialects: name the dialect`,
)
export const namedTwice = failure(
  'namedTwice',
  (key: string, line: number, other: number) => `Lines ${line} and ${other} both set ${key}: keep one of them`,
)
export const tooManyAtOnce = failure(
  'tooManyAtOnce',
  (most: number) => `One import takes at most ${most} secrets: import the text in parts`,
)
