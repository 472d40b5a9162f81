/**
 * The only place where this package names others of ours, and by their types alone. The published package has them
 * written out instead (build/wire.ts): what is exported here must be a type of JSON, or the router.
 */
export type { AppRouter } from '@app-connections/api'
export type { Connection, ErrorBody, ErrorName, FailureCode, Issue, SingleConnection } from '@app-connections/schemas'
