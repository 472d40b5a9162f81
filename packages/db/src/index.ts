export * from './audit/events.ts'
export * from './config-sets/claims.ts'
export {
  type ConfigDriftRow,
  type Looked,
  noteKnown,
  putOffLook,
  selectDrift,
  selectKnown,
  selectStamp,
  storeLook,
} from './config-sets/drifts.ts'
export { type LossOfSyncs, pauseLostSyncs, selectLostSyncs } from './config-sets/loss.ts'
export * from './config-sets/plans.ts'
export {
  type ClaimedRun,
  endRun,
  isUnderWay,
  putOffRun,
  type QueuedRun,
  queueFollowers,
  queueRun,
  wakeRuns,
} from './config-sets/runs.ts'
export {
  type ConfigVersionRow,
  countSecrets,
  deleteSecrets,
  type SealedSecretRow,
  selectSealedSecrets,
  selectSecretPage,
  storeSecrets,
  sumSealedSecrets,
} from './config-sets/secrets.ts'
export {
  type ConfigSetRow,
  countSets,
  deleteEmptySets,
  holdSet,
  makeSet,
  moveSet,
  type SetPlace,
  selectSet,
  selectSets,
} from './config-sets/sets.ts'
export * from './config-sets/syncs.ts'
export { insertVersions, selectAuthors, selectVersion, selectVersions } from './config-sets/versions.ts'
export { type ActionKinds, type ActorRow, selectChanges, selectDays, selectUsers } from './connections/activity.ts'
export * from './connections/available.ts'
export type { NeededRight } from './connections/caller-may.ts'
export {
  type ConnectionState,
  changeHeld,
  deleteConnection,
  replaceCredential,
  updateConnection,
} from './connections/change.ts'
export * from './connections/checks.ts'
export * from './connections/deleted.ts'
export type { Ending } from './connections/ending.ts'
export { eraseDeletedOfProject } from './connections/erase.ts'
export * from './connections/health.ts'
export { insertConnection, insertConnectionBy } from './connections/insert.ts'
export * from './connections/leases/begin.ts'
export * from './connections/leases/change.ts'
export * from './connections/leases/read.ts'
export * from './connections/list.ts'
export { connectionNameConstraint, connectionNameTaken, selectConnectionByName } from './connections/name.ts'
export * from './connections/oauth-states.ts'
export type { ConnectionOrder } from './connections/order.ts'
export * from './connections/overview.ts'
export * from './connections/read.ts'
export { storeRefreshed, storeRefusal } from './connections/refresh-outcome.ts'
export {
  type RefreshTurn,
  releaseFailed,
  releaseTurn,
  selectRest,
  takeRefreshTurn,
} from './connections/refresh-turn.ts'
export * from './connections/rotations/begin.ts'
export * from './connections/rotations/fail.ts'
export * from './connections/rotations/read.ts'
export { rotationAfter } from './connections/rotations/settings.ts'
export { type Swap, swapCredentials } from './connections/rotations/swap.ts'
export type { ConnectionScopes } from './connections/scopes.ts'
export * from './connections/uses.ts'
export { endWithdrawal, putOffWithdrawal } from './connections/withdrawals.ts'
export * from './engine/data-dir-lock.ts'
export { type Database, poolUse, type Queryable } from './engine/database.ts'
export { DatabaseUrlError, databaseAddresses } from './engine/database-url.ts'
export * from './engine/errors.ts'
export { aheadOfAll, inBackground, onBehalfOf } from './engine/fair-pool.ts'
export { secondsFromNow } from './engine/lives.ts'
export { createDb } from './engine/open.ts'
export { openForMigration } from './engine/postgres.ts'
export { countGrants, endGrants, insertGrant, updateGrant } from './grants/change.ts'
export * from './grants/count.ts'
export * from './grants/loss.ts'
export * from './grants/read.ts'
export * from './grants/use.ts'
export * from './idempotency/calls.ts'
export * from './identities/identities.ts'
export * from './identities/makers.ts'
export * from './identities/personal-tokens.ts'
export * from './identities/secrets.ts'
export { tokenHash } from './identities/token-hash.ts'
export { migrate, SchemaTooNewError } from './migrations/index.ts'
export * from './notices/deliveries.ts'
export * from './notices/notices.ts'
export * from './notices/webhooks.ts'
export * from './organizations/invitations.ts'
export * from './organizations/keys.ts'
export * from './organizations/memberships.ts'
export * from './organizations/organizations.ts'
export type { ConfigPlanRow, ConfigSyncOptions } from './tables/config-syncs.ts'
export type { ConnectionAccount, ConnectionRow, NewConnection, RotationSettings } from './tables/connections.ts'
export type { Tables } from './tables/index.ts'
export { type OrgId, orgIdOf } from './tables/org-id.ts'
