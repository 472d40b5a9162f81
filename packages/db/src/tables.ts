import type { ColumnType, Generated } from 'kysely'

type Time = ColumnType<Date, Date, Date>
type CreatedAt = ColumnType<Date, Date | undefined, never>
type Json<T> = ColumnType<T, string, string>

/** Proof that the key-encryption key is the one this database was keyed with; at most one row, made by the first migration. */
interface KeyCheckTable {
  id: number
  record: Buffer
}

interface OrganizationTable {
  id: string
  name: string
  slug: string
  /** The organization's fingerprint key, wrapped by the key-encryption key; never rotated. */
  fingerprint_key: Buffer
  created_at: CreatedAt
}

/** Data keys, wrapped by the key-encryption key. The newest of an organization seals, the others only open. */
interface DataKeyTable {
  id: string
  org_id: string
  wrapped: Buffer
  created_at: CreatedAt
}

interface ProjectTable {
  id: string
  org_id: string
  name: string
  slug: string
  type: string
  created_at: CreatedAt
}

/** A role of a person or an identity, in the organization (`project_id` null) or in one of its projects. */
interface MembershipTable {
  id: string
  org_id: string
  project_id: string | null
  person_id: string | null
  identity_id: string | null
  role: string
  created_at: CreatedAt
}

interface InvitationTable {
  id: string
  org_id: string
  email: string
  role: string
  created_by: string | null
  token_hash: Buffer
  expires_at: Time
  created_at: CreatedAt
}

interface IdentityTable {
  id: string
  org_id: string
  name: string
  client_id: string
  access_token_ttl: number
  access_token_max_ttl: number
  /** Where tokens and secrets of the identity are accepted from: addresses and ranges. */
  trusted_ips: ColumnType<string[], string[] | undefined, string[]>
  created_at: CreatedAt
}

interface ClientSecretTable {
  id: string
  org_id: string
  identity_id: string
  label: string
  secret_hash: Buffer
  expires_at: Time | null
  uses_limit: number
  uses: Generated<number>
  created_by: string | null
  last_used_at: Date | null
  created_at: CreatedAt
}

interface AccessTokenTable {
  id: string
  org_id: string
  identity_id: string
  client_secret_id: string | null
  token_hash: Buffer
  ttl: number
  expires_at: Time
  max_expires_at: Time
  label: Generated<string>
  /** Made by an admin, not by a log-in. */
  static: Generated<boolean>
  created_by: string | null
  created_at: CreatedAt
}

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

interface ConnectionTable {
  id: string
  org_id: string
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

/** Who did what to what, with which outcome. Never a secret. `detail` is JSON of ours. */
export interface AuditEventTable {
  id: string
  org_id: string | null
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

/** A started consent, by the hash of its state: single use, bound to the session that started it. */
interface OAuthStateTable {
  state_hash: Buffer
  org_id: string
  session_id: string
  purpose: Json<Record<string, unknown>>
  expires_at: Time
  created_at: CreatedAt
}

/** Who refreshes a connection's credential, until when; and whether a call may have had an effect nobody stored. */
interface RefreshLeaseTable {
  connection_id: string
  org_id: string
  owner: string
  epoch: number
  deadline: Time
  seal_revision: number
  calling: boolean
  uncertain: boolean
}

/** An account at a platform, or a connection whose account is unknown: when it may be asked for the next check. */
interface CheckAllowanceTable {
  key: string
  free_at: Time
  /** Who is checking just now. */
  owner: string | null
}

interface WebhookTable {
  id: string
  org_id: string
  url: string
  description: string
  /** The types of notices it is sent. */
  events: string[]
  enabled: boolean
  /** Sealed; bound to organization, webhook and `secret_revision`. */
  secret: Buffer
  secret_revision: number
  /** The secret of the revision before, which signs as well until `previous_until`. */
  previous_secret: Buffer | null
  previous_until: Time | null
  created_at: Time
  updated_at: Time
}

/** Something that happened to a connection, to be told; never a secret. */
interface NoticeTable {
  id: string
  org_id: string
  type: string
  connection_id: string | null
  payload: Json<Record<string, unknown>>
  created_at: Time
  /** When deliveries were made of it. */
  taken_at: Time | null
}

/** How one attempt of a delivery went: no word of the answer's body. */
export interface DeliveryAttempt {
  at: string
  status: number | null
  error: string | null
  ms: number
}

/** One notice on its way to one webhook or one person. */
interface DeliveryTable {
  id: Generated<string>
  org_id: string
  notice_id: string
  webhook_id: string | null
  person_id: string | null
  state: string
  attempts: number
  next_attempt_at: Time | null
  log: ColumnType<DeliveryAttempt[], string | undefined, string>
  created_at: Time
}

/** Failed log-ins of a client id from an address, counted while they follow one another closely. */
interface LoginFailureTable {
  client_id: string
  address: string
  failures: number
  last_at: Time
}

interface PasswordResetTable {
  token_hash: Buffer
  person_id: string
  created_by: string | null
  expires_at: Time
  created_at: CreatedAt
}

/** A repeatable call: reserved before it starts (`answer` null), kept with its answer for 24 hours after. */
interface IdempotencyKeyTable {
  org_id: string
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

/** better-auth's tables, in the schema `auth`, with its own column names. */
interface AuthUserTable {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  createdAt: Time
  updatedAt: Time
}

interface AuthAccountTable {
  id: string
  accountId: string
  providerId: string
  userId: string
  password: string | null
  createdAt: Time
  updatedAt: Time
}

interface AuthSessionTable {
  id: string
  userId: string
  token: string
  expiresAt: Time
  ipAddress: string | null
  userAgent: string | null
  createdAt: Time
  updatedAt: Time
}

export interface Tables {
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
  audit_events: AuditEventTable
  setup_codes: SetupCodeTable
  login_failures: LoginFailureTable
  password_resets: PasswordResetTable
  idempotency_keys: IdempotencyKeyTable
  limit_windows: LimitWindowTable
  oauth_states: OAuthStateTable
  refresh_leases: RefreshLeaseTable
  check_allowances: CheckAllowanceTable
  webhooks: WebhookTable
  notices: NoticeTable
  deliveries: DeliveryTable
  'auth.user': AuthUserTable
  'auth.account': AuthAccountTable
  'auth.session': AuthSessionTable
}
