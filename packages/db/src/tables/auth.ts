import type { ColumnType } from 'kysely'
import type { Time } from './columns.ts'

/** better-auth's tables, in the schema `auth`, with its own column names. */
export interface AuthUserTable {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  createdAt: Time
  updatedAt: Time
}

export interface AuthAccountTable {
  id: string
  accountId: string
  providerId: string
  userId: string
  password: string | null
  createdAt: Time
  updatedAt: Time
}

export interface AuthSessionTable {
  id: string
  userId: string
  token: string
  expiresAt: Time
  ipAddress: string | null
  userAgent: string | null
  createdAt: Time
  updatedAt: Time
  /** When its person last gave their password: at sign-in, or since when they were asked for it. */
  provedAt: ColumnType<Date, Date | undefined, Date>
}
