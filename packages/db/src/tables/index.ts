import type { AuthAccountTable, AuthSessionTable, AuthUserTable } from './auth.ts'
import type { CreatedAt, Json, Makers, Time } from './columns.ts'
import type { ConfigTables } from './config-sets.ts'
import type {
  CheckAllowanceTable,
  ConnectionDayTable,
  ConnectionTable,
  OAuthStateTable,
  RefreshTurnTable,
  WithdrawalTable,
} from './connections.ts'
import type { GrantTable } from './grants.ts'
import type { AccessTokenTable, ClientSecretTable, IdentityTable } from './identities.ts'
import type { LeaseTable } from './leases.ts'
import type { DeliveryTable, NoticeTable, WebhookTable } from './notices.ts'
import type { OrgId } from './org-id.ts'
import type { DeviceLoginTable, PersonalTokenTable } from './personal-tokens.ts'
import type { RotatedCredentialTable, RotationTable } from './rotations.ts'

/** Proves that the key-encryption key belongs to this database. At most one row, which the first migration makes. */
interface KeyCheckTable {
  id: number
  record: Buffer
  auth_secret: Buffer | null
}

interface OrganizationTable {
  id: OrgId
  name: string
  slug: string
  /** The organization's fingerprint key, wrapped by the key-encryption key; never rotated. */
  fingerprint_key: Buffer
  created_at: CreatedAt
}

/** Data keys, wrapped by the key-encryption key. The newest of an organization seals, the others only open. */
interface DataKeyTable {
  id: string
  org_id: OrgId
  wrapped: Buffer
  created_at: CreatedAt
}

interface ProjectTable {
  id: string
  org_id: OrgId
  name: string
  slug: string
  type: string
  created_at: CreatedAt
}

/** A role of a person or an identity, in the organization (`project_id` null) or in one of its projects. */
interface MembershipTable {
  id: string
  org_id: OrgId
  project_id: string | null
  person_id: string | null
  identity_id: string | null
  role: string
  created_at: CreatedAt
}

interface InvitationTable {
  id: string
  org_id: OrgId
  email: string
  role: string
  makers: Makers
  token_hash: Buffer
  expires_at: Time
  created_at: CreatedAt
}

/** Who did what to what, with which outcome. Never a secret. `detail` is JSON of this service. */
export interface AuditEventTable {
  id: string
  org_id: OrgId | null
  at: Time
  actor_type: string
  actor_id: string | null
  token_id: string | null
  address: string | null
  user_agent: string | null
  action: string
  target_type: string
  target_id: string | null
  project_id: string | null
  outcome: string
  req_id: string
  detail: Json<Record<string, unknown>>
}

/** Failed log-ins of a client id from an address, counted while they follow each other closely. */
interface LoginFailureTable {
  client_id: string
  address: string
  failures: number
  last_at: Time
}

/** The turns to give a password that a budget took in a row, and when the next one is allowed. */
interface PasswordTurnTable {
  budget: string
  taken: number
  last_at: Time
  next_at: Time
}

/** The wrong passwords of an account within an hour, from all budgets together. */
interface WrongPasswordTable {
  account: string
  wrong: number
  since: Time
}

/** An access token that was ended early. Kept for a day, so that its later use can be recognized. */
interface EndedAccessTokenTable {
  token_hash: Buffer
  id: string
  org_id: OrgId
  identity_id: string
  ended_at: Time
}

interface PasswordResetTable {
  token_hash: Buffer
  person_id: string
  makers: Makers
  expires_at: Time
  created_at: CreatedAt
}

/** A repeatable call, reserved before it starts (`answer` null) and kept with its answer for 24 hours. */
interface IdempotencyKeyTable {
  org_id: OrgId
  caller_id: string
  scope: string
  key: string
  body_hash: string
  fence: number
  deadline: Time
  answer: Json<Record<string, unknown>> | null
  created_at: Time
}

interface LimitWindowTable {
  key: string
  started_at: Time
  reserved: number
}

interface SetupCodeTable {
  code_hash: Buffer
  created_at: CreatedAt
}

export interface Tables extends ConfigTables {
  rotations: RotationTable
  rotated_credentials: RotatedCredentialTable
  key_checks: KeyCheckTable
  organizations: OrganizationTable
  data_keys: DataKeyTable
  projects: ProjectTable
  memberships: MembershipTable
  invitations: InvitationTable
  identities: IdentityTable
  client_secrets: ClientSecretTable
  access_tokens: AccessTokenTable
  connections: ConnectionTable
  connection_days: ConnectionDayTable
  grants: GrantTable
  leases: LeaseTable
  audit_events: AuditEventTable
  setup_codes: SetupCodeTable
  login_failures: LoginFailureTable
  password_turns: PasswordTurnTable
  wrong_passwords: WrongPasswordTable
  ended_access_tokens: EndedAccessTokenTable
  password_resets: PasswordResetTable
  device_logins: DeviceLoginTable
  personal_tokens: PersonalTokenTable
  idempotency_keys: IdempotencyKeyTable
  limit_windows: LimitWindowTable
  oauth_states: OAuthStateTable
  refresh_leases: RefreshTurnTable
  withdrawals: WithdrawalTable
  check_allowances: CheckAllowanceTable
  webhooks: WebhookTable
  notices: NoticeTable
  deliveries: DeliveryTable
  'auth.user': AuthUserTable
  'auth.account': AuthAccountTable
  'auth.session': AuthSessionTable
}
