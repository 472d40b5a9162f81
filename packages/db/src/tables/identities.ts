import type { ColumnType, Generated } from 'kysely'
import type { CreatedAt, Makers, Time } from './columns.ts'
import type { OrgId } from './org-id.ts'

/** What a program is known as. */
export interface IdentityTable {
  id: string
  org_id: OrgId
  name: string
  client_id: string
  access_token_ttl: number
  access_token_max_ttl: number
  /** The addresses and ranges from which tokens and secrets of the identity are accepted. */
  trusted_ips: ColumnType<string[], string[] | undefined, string[]>
  created_at: CreatedAt
}

export interface ClientSecretTable {
  id: string
  org_id: OrgId
  identity_id: string
  label: string
  secret_hash: Buffer
  expires_at: Time | null
  uses_limit: number
  uses: Generated<number>
  makers: Makers
  last_used_at: Date | null
  created_at: CreatedAt
}

export interface AccessTokenTable {
  id: string
  org_id: OrgId
  identity_id: string
  client_secret_id: string | null
  token_hash: Buffer
  ttl: number
  expires_at: Time
  max_expires_at: Time
  label: Generated<string>
  /** Whether an admin made it, and not a log-in. */
  static: Generated<boolean>
  makers: Makers
  /** Up to a minute old, because uses are noted in memory and stored together. */
  last_used_at: Date | null
  created_at: CreatedAt
}
