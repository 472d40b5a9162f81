import type { FailureCode } from '@app-connections/schemas'
import * as access from './access.ts'
import * as broker from './broker.ts'
import * as calls from './calls.ts'
import * as connections from './connections.ts'
import * as grants from './grants.ts'
import * as leases from './leases.ts'
import type { OperationError } from './operation-error.ts'
import * as organizations from './organizations.ts'
import * as people from './people.ts'
import * as personalTokens from './personal-tokens.ts'
import type { PlatformCode } from './platform.ts'
import * as rotation from './rotation.ts'
import * as secretSyncs from './secret-syncs.ts'
import * as secrets from './secrets.ts'
import * as webhooks from './webhooks.ts'

/**
 * Every failure with a sentence of this package, by its code. The others have their sentences elsewhere: a provider
 * says what its platform refused, and the schemas say what is wrong with an input.
 */
export const failures = {
  ...calls,
  ...access,
  ...broker,
  ...connections,
  ...grants,
  ...leases,
  ...organizations,
  ...people,
  ...personalTokens,
  ...rotation,
  ...secrets,
  ...secretSyncs,
  ...webhooks,
} satisfies { [Code in Exclude<FailureCode, PlatformCode | 'validationFailed'>]: (...given: never[]) => OperationError }
