import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** The identity of a client id, and whether a log-in from an address may be tried. A log-in names no organization. */
export interface LoginTarget {
  identityId: string
  orgId: OrgId
  trusted: boolean
  locked: boolean
}

/**
 * So many failures in a row from one address, each within `lockSeconds` of the one before, lock the pair for that time.
 */
const mostFailures = 5
const lockSeconds = 300
/** Whether the last failure was recent. A time in the future comes from a wrong clock, and locks nobody. */
const lately = sql`@ extract(epoch from now() - f.last_at) < ${lockSeconds}`

export async function selectLoginTarget(
  db: Queryable,
  clientId: string,
  address: string,
): Promise<LoginTarget | undefined> {
  const { rows } = await sql<LoginTarget>`
    select i.id as "identityId", i.org_id as "orgId", ${address}::inet <<= any (i.trusted_ips) as trusted,
      coalesce(f.failures >= ${mostFailures} and ${lately}, false)
        as locked
    from identities i
    left join login_failures f on f.client_id = i.client_id and f.address = ${address}::inet
    where i.client_id = ${clientId}`.execute(db)
  return rows[0]
}

/** Counts a failed log-in. After a long pause the count starts again. */
export async function recordLoginFailure(db: Queryable, clientId: string, address: string): Promise<void> {
  await sql`
    insert into login_failures as f (client_id, address, failures, last_at)
    values (${clientId}, ${address}::inet, 1, now())
    on conflict (client_id, address) do update set
      failures = case when ${lately} then f.failures + 1 else 1 end,
      last_at = now()`.execute(db)
}

export async function clearLoginFailures(db: Queryable, clientId: string, address: string): Promise<void> {
  await sql`delete from login_failures where client_id = ${clientId} and address = ${address}::inet`.execute(db)
}

export interface UsableClientSecret {
  id: string
  makers: string[]
  ttl: number
  maxTtl: number
}

/** Uses a client secret once, if it belongs to the client id, has not expired and has uses left. */
export async function useClientSecret(
  db: Queryable,
  clientId: string,
  secretHash: Buffer,
): Promise<UsableClientSecret | undefined> {
  const { rows } = await sql<UsableClientSecret>`
    update client_secrets s set uses = s.uses + 1, last_used_at = now()
    from identities i
    where i.id = s.identity_id and i.client_id = ${clientId} and s.secret_hash = ${secretHash}
      and (s.expires_at is null or s.expires_at > now()) and (s.uses_limit = 0 or s.uses < s.uses_limit)
    returning s.id, s.makers, i.access_token_ttl as ttl, i.access_token_max_ttl as "maxTtl"`.execute(db)
  return rows[0]
}
