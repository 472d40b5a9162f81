import type { ColumnType, Generated } from 'kysely'
import type { CreatedAt, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** A resource at the platform that a grant is narrowed to. The id counts; the name is what it was called then. */
export interface GrantedResource {
  id: string
  name: string
}

/** The leases that a grant allows: with which scopes at most, and for how long at most. */
export interface GrantedLeases {
  scopes: string[]
  maxSeconds: number
}

/** Who may use a connection for what. It ends with its parent, and with the membership of its holder and its maker. */
export interface GrantTable {
  id: string
  org_id: OrgId
  connection_id: string
  /** The project of the connection; null for a connection of the organization itself. */
  project_id: string | null
  /** The holder: a person or an identity. */
  person_id: string | null
  identity_id: string | null
  /** The maker, then those through whose secret or token the maker acted. */
  makers: string[]
  parent_id: string | null
  /** What it allows, as `noun:verb`. */
  actions: string[]
  /** Null for every resource. */
  resources: ColumnType<GrantedResource[] | null, string | null, string | null>
  /** The named values, exactly or as `PREFIX_*`; null for every value. */
  keys: string[] | null
  expires_at: Time | null
  uses_left: number | null
  changes_per_day: number | null
  /** The leases that it allows; null for none. */
  lease: ColumnType<GrantedLeases | null, string | null | undefined, string | null>
  /** The day (UTC) that `changes` counts. */
  changes_on: string | null
  changes: Generated<number>
  created_at: CreatedAt
  ended_at: Time | null
}
