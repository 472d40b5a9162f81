import type { ColumnType, Generated } from 'kysely'
import type { Json, Makers, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

export interface WebhookTable {
  id: string
  org_id: OrgId
  url: string
  description: string
  /** The types of notices that it gets. */
  events: string[]
  enabled: boolean
  /** Sealed; bound to organization, webhook and `secret_revision`. */
  secret: Buffer
  secret_revision: number
  /** The secret of the revision before, which signs as well until `previous_until`. */
  previous_secret: Buffer | null
  previous_until: Time | null
  /** The makers: those through whom its address was last set, or it was last switched on. */
  makers: Makers
  created_at: Time
  updated_at: Time
}

/** An event of a connection, to deliver. Never a secret. */
export interface NoticeTable {
  id: string
  org_id: OrgId
  type: string
  connection_id: string | null
  payload: Json<Record<string, unknown>>
  created_at: Time
  /** When its deliveries were made. */
  taken_at: Time | null
}

/** The outcome of one attempt of a delivery. It quotes nothing of the answer's body. */
export interface DeliveryAttempt {
  at: string
  status: number | null
  error: string | null
  ms: number
}

/** A notice for one webhook or one person. */
export interface DeliveryTable {
  id: Generated<string>
  org_id: OrgId
  notice_id: string
  webhook_id: string | null
  person_id: string | null
  state: string
  attempts: number
  next_attempt_at: Time | null
  log: ColumnType<DeliveryAttempt[], string | undefined, string>
  created_at: Time
}
