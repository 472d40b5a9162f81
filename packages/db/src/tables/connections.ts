import type { ColumnType, Generated, Insertable, Selectable } from 'kysely'
import type { CreatedAt, Json, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** What a provider knows of the account behind a credential. Unknown fields are absent. */
export interface ConnectionAccount {
  id?: string
  email?: string
  scope?: string
}

/** Which abilities of a credential were tried, and whether they were allowed. Those not tried are absent. */
export interface ConnectionObserved {
  account?: boolean
  apps?: boolean
  configVars?: boolean
}

/** When a connection's credential is rotated, in the words of the wire. Days, and a time of day in UTC. */
export interface RotationSettings {
  rotationInterval: number
  rotateAtUtc: { hours: number; minutes: number }
  overlapDays: number
}

export interface ConnectionTable {
  id: string
  org_id: OrgId
  project_id: string | null
  name: string
  description: string | null
  app: string
  method: string
  /** Sealed; bound to organization, record and `seal_revision`. */
  credentials: Buffer
  credentials_hash: string
  /** +1 when the credential is replaced. */
  version: number
  /** +1 when anything a caller can set changes. */
  revision: number
  /** +1 at every rewrite of `credentials`. */
  seal_revision: number
  account: Json<ConnectionAccount>
  /** When the credential ends; null where unknown. */
  credential_expires_at: Time | null
  /** A word of `healthSchema`. Its sentence is made when it is shown. */
  health: Generated<string>
  health_reason: Generated<string>
  health_since: Time | null
  last_success_at: Time | null
  observed: ColumnType<ConnectionObserved, string | undefined, string>
  /** When its next check in the background is due; null where a check would be of no use. */
  next_check_at: Time | null
  /** The version of the credential whose end has had its notice. */
  expiring_version: number | null
  /** When it was deleted. Only restoring and erasing see such a row. */
  deleted_at: Time | null
  /** Whether the grant was withdrawn at the platform when it was deleted. */
  revoked: Generated<boolean>
  /** Another one whenever a transaction has changed what the grants of the connection allow; a trigger writes it. */
  grants_version: Generated<string>
  /** Null where its credential was never to be rotated. */
  rotation: ColumnType<RotationSettings | null, string | null | undefined, string>
  /** How the last rotation ended, `success` or `failed`, and why it failed. */
  rotation_status: string | null
  rotation_message: string | null
  /** The failed tries of the rotation that is due. */
  rotation_tries: Generated<number>
  /** When its credential is rotated next; null where it is not. */
  next_rotation_at: Time | null
  created_at: Time
  updated_at: Time
}

export type NewConnection = Insertable<ConnectionTable>

/** A connection without its sealed credential. Lists and reads of metadata never load that. */
export type ConnectionRow = Omit<Selectable<ConnectionTable>, 'credentials' | 'grants_version'>

/** A started consent, by the hash of its state: single use, bound to the session that started it. */
export interface OAuthStateTable {
  state_hash: Buffer
  org_id: OrgId
  session_id: string
  purpose: Json<Record<string, unknown>>
  expires_at: Time
  created_at: CreatedAt
}

/**
 * Which process refreshes a connection's credential, and until when; and whether a call may have had an unstored
 * effect.
 */
export interface RefreshTurnTable {
  connection_id: string
  org_id: OrgId
  owner: string
  epoch: number
  deadline: Time
  seal_revision: number
  calling: boolean
  uncertain: boolean
  /** The failures in a row for this generation, the last of them, and when calls are allowed again. */
  failures: Generated<number>
  failure: string | null
  not_before: Time | null
}

/** A grant to withdraw at its platform: its deleted connection, when it is due, and how often it was claimed. */
export interface WithdrawalTable {
  connection_id: string
  org_id: OrgId
  due_at: Time
  tries: Generated<number>
}

/** When an account at a platform, or a connection of an unknown account, may be asked for the next check. */
export interface CheckAllowanceTable {
  key: string
  free_at: Time
  /** The claim that has the account reserved. */
  owner: string | null
}

/** How often a connection was checked on one day, in UTC (`YYYY-MM-DD`). */
export interface ConnectionDayTable {
  connection_id: string
  org_id: OrgId
  day: string
  checks: number
  failed_checks: number
}
