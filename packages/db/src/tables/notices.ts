import type { ColumnType, Generated } from 'kysely'
import type { Json, Makers, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

export interface WebhookTable {
  id: string
  org_id: OrgId
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
  /** Through whom its address was last chosen, or it was switched on. */
  makers: Makers
  created_at: Time
  updated_at: Time
}

/** Something that happened to a connection, to be told; never a secret. */
export interface NoticeTable {
  id: string
  org_id: OrgId
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
