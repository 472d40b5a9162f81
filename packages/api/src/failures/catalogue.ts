import type { FailureCode } from '@app-connections/schemas'
import * as access from './access.ts'
import * as calls from './calls.ts'
import * as connections from './connections.ts'
import type { OperationError } from './operation-error.ts'
import * as organizations from './organizations.ts'
import * as people from './people.ts'
import type { PlatformCode } from './platform.ts'
import * as webhooks from './webhooks.ts'

/**
 * Every failure whose sentence is ours, by its code. What is not here has its sentence elsewhere: a platform's provider
 * says what the platform refused, and the schemas say what is wrong with an input.
 */
export const failures = {
  ...calls,
  ...access,
  ...connections,
  ...organizations,
  ...people,
  ...webhooks,
} satisfies { [Code in Exclude<FailureCode, PlatformCode | 'validationFailed'>]: (...given: never[]) => OperationError }
