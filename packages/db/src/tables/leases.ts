import type { CreatedAt, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/**
 * A credential of a connection's account that somebody holds for a while. The credential itself is not kept; the row is
 * written before it is made, and found again at the platform by its id.
 * - `making`: it may exist at the platform
 * - `live`: its holder has it, until `due_at`
 * - `ending`: it is to be ended at the platform; written before that is asked for
 * - `stuck`: it could not be ended: a person has to, or it ends by itself after its time
 * - `ended`: it was ended, there too
 * - `failed`: none was made
 */
export interface LeaseTable {
  id: string
  org_id: OrgId
  connection_id: string
  grant_id: string
  /** The holder: a person or an identity. */
  person_id: string | null
  identity_id: string | null
  /** The access token, personal token or session that it was opened with. */
  token_id: string
  scopes: string[]
  seconds: number
  state: string
  /** Its id at the platform; null where it is not known. */
  platform_id: string | null
  /** The account at the platform that it belongs to; null where unknown. */
  account_id: string | null
  /** The lease whose place it takes. */
  renews: string | null
  expires_at: Time
  /** When something is to be done with it. While somebody does it, when another process may. */
  due_at: Time | null
  tries: number
  /** What has ended it, or is to. */
  ended_by: string | null
  /** Why it is not ended yet, in a sentence. */
  reason: string | null
  created_at: CreatedAt
  ended_at: Time | null
}
