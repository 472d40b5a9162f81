import { type RawBuilder, sql } from 'kysely'

/** The ids among these of tokens and sessions that stand: neither revoked nor expired, by the database's clock. */
export function standingTokens(ids: RawBuilder<readonly string[]>): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    select id from access_tokens where id = any (${ids}::uuid[]) and expires_at > now()
    union all
    select id from personal_tokens where id = any (${ids}::uuid[]) and expires_at > now()
    union all
    select id from auth.session where id = any (${ids}::uuid[]) and "expiresAt" > now()`
}
