import type { CreatedAt, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** One rotation of a connection's credential, or one way back to the credential before. */
export interface RotationTable {
  id: string
  org_id: OrgId
  connection_id: string
  /** `by_hand`, `schedule` or `roll_back`. */
  kind: string
  /** `under_way`, `succeeded` or `failed`. */
  state: string
  /** Why it failed, in a sentence; null where it has not. */
  message: string | null
  started_at: CreatedAt
  ended_at: Time | null
}

/**
 * A credential of a connection that rotates, as far as something is left to do with it at its platform:
 * - `making`: it may exist at the platform, under the mark `id`; written before it is made
 * - `absent`: it was looked for and is not there
 * - `pending`: it exists and is tried; its sealed content belongs to this row
 * - `current`: the connection has it
 * - `previous`: the one before, until `due_at`; its sealed content is what the connection had
 * - `ending`: it is to be ended at the platform; written before that is asked for
 * - `open`: it could not be ended, and a person has to
 * - `revoked`, `settled`: it was ended, by this service or by a person
 */
export interface RotatedCredentialTable {
  id: string
  org_id: OrgId
  connection_id: string
  state: string
  /** Its id at the platform; null where it is not known. */
  platform_id: string | null
  /** The account at the platform that it belongs to; null where unknown. */
  account_id: string | null
  /** Sealed for the connection at `seal_revision`, or for this row where that is null; null once it is of no use. */
  credentials: Buffer | null
  seal_revision: number | null
  credentials_hash: string | null
  expires_at: Time | null
  /** When something is to be done with it. While somebody does it, when another process may. */
  due_at: Time | null
  tries: number
  /** Why it is not ended yet, in a sentence. */
  reason: string | null
  created_at: CreatedAt
  ended_at: Time | null
}
