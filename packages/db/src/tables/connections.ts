import type { ColumnType, Generated, Insertable, Selectable } from 'kysely'
import type { CreatedAt, Json, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** What a provider learned of the account behind a credential; absent fields could not be learned. */
export interface ConnectionAccount {
  id?: string
  email?: string
  scope?: string
}

/** What was tried with a credential, and whether it was allowed; what was not tried is absent. */
export interface ConnectionObserved {
  account?: boolean
  apps?: boolean
  configVars?: boolean
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
  /** When the credential ends; null where that is not known. */
  credential_expires_at: Time | null
  /** A word of `healthSchema`; the sentence that explains it is made when it is shown. */
  health: Generated<string>
  health_reason: Generated<string>
  health_since: Time | null
  last_success_at: Time | null
  observed: ColumnType<ConnectionObserved, string | undefined, string>
  /** When it is checked next in the background; null where that would be of no use. */
  next_check_at: Time | null
  /** The version of the credential whose end has been told. */
  expiring_version: number | null
  /** When it was deleted; such a row is nobody's but the restoring and erasing operations'. */
  deleted_at: Time | null
  /** Whether the grant was withdrawn at the platform when it was deleted. */
  revoked: Generated<boolean>
  created_at: Time
  updated_at: Time
}

export type NewConnection = Insertable<ConnectionTable>

/** A connection without its sealed credentials: lists and reads of metadata never touch them. */
export type ConnectionRow = Omit<Selectable<ConnectionTable>, 'credentials'>

/** A started consent, by the hash of its state: single use, bound to the session that started it. */
export interface OAuthStateTable {
  state_hash: Buffer
  org_id: OrgId
  session_id: string
  purpose: Json<Record<string, unknown>>
  expires_at: Time
  created_at: CreatedAt
}

/** Who refreshes a connection's credential, until when; and whether a call may have had an effect nobody stored. */
export interface RefreshTurnTable {
  connection_id: string
  org_id: OrgId
  owner: string
  epoch: number
  deadline: Time
  seal_revision: number
  calling: boolean
  uncertain: boolean
  /** How many calls for this generation have failed in a row, the last one how; and before when there is none again. */
  failures: Generated<number>
  failure: string | null
  not_before: Time | null
}

/** A grant that is still to be withdrawn at its platform: the deleted connection's, when next, and how often it was claimed. */
export interface WithdrawalTable {
  connection_id: string
  org_id: OrgId
  due_at: Time
  tries: Generated<number>
}

/** An account at a platform, or a connection whose account is unknown: when it may be asked for the next check. */
export interface CheckAllowanceTable {
  key: string
  free_at: Time
  /** Who is checking just now. */
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
