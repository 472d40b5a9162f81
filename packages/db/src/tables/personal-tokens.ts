import type { ColumnType, Generated } from 'kysely'
import type { CreatedAt, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** A program that asks to act for a person: waiting, denied, confirmed (with person, session and organization), taken. */
export interface DeviceLoginTable {
  id: string
  /** Of the code that the program holds, and of the one that a person types. */
  device_hash: Buffer
  user_hash: Buffer
  name: string
  address: string
  requested_at: CreatedAt
  expires_at: Time
  /** The seconds that the program must leave between two polls. */
  pause: number
  polled_at: Date | null
  denied: Generated<boolean>
  org_id: OrgId | null
  person_id: string | null
  session_id: string | null
  taken_at: ColumnType<Date | null, Date | undefined, Date>
}

/** A token by which a program acts for a person in one organization. It ends with the session that confirmed it. */
export interface PersonalTokenTable {
  id: string
  org_id: OrgId
  person_id: string
  session_id: string
  token_hash: Buffer
  name: string
  expires_at: Time
  /** Up to a minute old, because uses are noted in memory and stored together. */
  last_used_at: Date | null
  created_at: CreatedAt
}
