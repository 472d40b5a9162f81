import type { ColumnType, Generated } from 'kysely'
import type { Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** A key that somebody else has changed at the resource of a sync, with digests in place of values. */
export interface DriftRow {
  key: string
  /** `changed`, `removed`, or `attached` by the platform. */
  change: string
  known: string
  there: string | null
  /** The release that names the key, where one does. */
  release: number | null
}

/** A release since nothing had been changed. */
export interface DriftRelease {
  version: number
  description: string
  by: string | null
  at: string | null
}

type Written<T> = ColumnType<T, string | undefined, string>

/** What the latest look at the resource of a sync has found. */
export interface ConfigDriftTable {
  sync_id: string
  org_id: OrgId
  due_at: Generated<Date>
  under_way_until: Time | null
  /** What the platform calls the state of the values that were read. Sealed, as it may be a plain hash of them. */
  tag: Buffer | null
  release: number | null
  /** The latest release at which nothing had been changed. */
  clean_release: number | null
  looked_at: Time | null
  /** Why it could not look. */
  message: string | null
  found: Written<DriftRow[]>
  releases: Written<DriftRelease[]>
  /** A hash of what people were told. */
  told: string | null
}
