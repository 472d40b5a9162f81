import type { Migration } from 'kysely/migration'
import { first } from './0001-first.ts'
import { restFamily } from './0002-rest-family.ts'
import { oauth } from './0003-oauth.ts'
import { deleting } from './0004-deleting.ts'
import { checks } from './0005-checks.ts'
import { notices } from './0006-notices.ts'
import { overview } from './0007-overview.ts'
import { refreshRest } from './0008-refresh-rest.ts'
import { withdrawals } from './0009-withdrawals.ts'
import { earlyFolders } from './0009a-early-folders.ts'
import { makers } from './0010-makers.ts'
import { border } from './0011-border.ts'
import { grants } from './0014-grants.ts'
import { authSecret } from './0015-auth-secret.ts'
import { personalTokens } from './0016-personal-tokens.ts'
import { configSets } from './0017-config-sets.ts'
import { goneSecrets } from './0018-gone-secrets.ts'
import { configSyncs } from './0019-config-syncs.ts'
import { syncRuns } from './0020-sync-runs.ts'
import { grantVersions } from './0021-grant-versions.ts'
import { rotation } from './0021-rotation.ts'
import { changesOfRotation } from './0022-changes-of-rotation.ts'
import { leases } from './0023-leases.ts'
import { makersOfSyncs } from './0025-makers-of-syncs.ts'
import { approvals } from './0026-approvals.ts'
import { drift } from './0027-drift.ts'
import { makersOfVersions } from './0028-makers-of-versions.ts'

/**
 * All migrations by name, sorted by name. Names and texts never change; a new migration corrects an old one. `made` are
 * the schemas that the owner of the database made beforehand.
 */
export function migrations(checkRecord: Uint8Array, made: ReadonlySet<string> = new Set()): Record<string, Migration> {
  return {
    '0001-first': first(checkRecord, made),
    '0002-rest-family': restFamily,
    '0003-oauth': oauth,
    '0004-deleting': deleting,
    '0005-checks': checks,
    '0006-notices': notices,
    '0007-overview': overview,
    '0008-refresh-rest': refreshRest,
    '0009-withdrawals': withdrawals,
    '0009a-early-folders': earlyFolders,
    '0010-makers': makers,
    '0011-border': border,
    '0014-grants': grants,
    '0015-auth-secret': authSecret,
    '0016-personal-tokens': personalTokens,
    '0017-config-sets': configSets,
    '0018-gone-secrets': goneSecrets,
    '0019-config-syncs': configSyncs,
    '0020-sync-runs': syncRuns,
    '0021-grant-versions': grantVersions,
    '0021-rotation': rotation,
    '0022-changes-of-rotation': changesOfRotation,
    '0023-leases': leases,
    '0025-makers-of-syncs': makersOfSyncs,
    '0026-approvals': approvals,
    '0027-drift': drift,
    '0028-makers-of-versions': makersOfVersions,
  }
}
