import { sql } from 'kysely'
import type { Queryable } from '../database.ts'

export interface UsableClientSecret {
  id: string
  orgId: string
  identityId: string
  ttl: number
  maxTtl: number
}

/**
 * Uses a client secret once, if it fits the client id, has not expired and has uses left. A login names no organization:
 * this is what finds it.
 */
export async function useClientSecret(
  db: Queryable,
  clientId: string,
  secretHash: Buffer,
): Promise<UsableClientSecret | undefined> {
  const { rows } = await sql<UsableClientSecret>`
    update client_secrets s set uses = s.uses + 1
    from identities i
    where i.id = s.identity_id and i.client_id = ${clientId} and s.secret_hash = ${secretHash}
      and (s.expires_at is null or s.expires_at > now()) and (s.uses_limit = 0 or s.uses < s.uses_limit)
    returning s.id, s.org_id as "orgId", s.identity_id as "identityId",
      i.access_token_ttl as ttl, i.access_token_max_ttl as "maxTtl"`.execute(db)
  return rows[0]
}

/** The identity of a client id: who a failed login is recorded for. */
export async function selectIdentityByClientId(
  db: Queryable,
  clientId: string,
): Promise<{ id: string; orgId: string } | undefined> {
  const row = await db
    .selectFrom('identities')
    .select(['id', 'org_id'])
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return row && { id: row.id, orgId: row.org_id }
}
