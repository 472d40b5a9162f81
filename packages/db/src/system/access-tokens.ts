import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

export interface RenewedToken {
  id: string
  orgId: OrgId
  identityId: string
  /** How long it is valid from now, in whole seconds. */
  expiresIn: number
  /** Its longest life, in seconds. */
  maxTtl: number
  /** Whether the identity trusts the address of the call. If not, the caller must roll this back. */
  trusted: boolean
}

/** Extends a valid token by its time to live, up to its maximum. Static tokens are not renewed. */
export async function renewAccessToken(
  db: Queryable,
  tokenHash: Buffer,
  address: string,
): Promise<RenewedToken | undefined> {
  const { rows } = await sql<RenewedToken>`
    update access_tokens t set expires_at = case when ${address}::inet <<= any (i.trusted_ips)
      then least(t.max_expires_at, now() + make_interval(secs => t.ttl)) else t.expires_at end
    from identities i
    where i.id = t.identity_id and t.token_hash = ${tokenHash} and t.expires_at > now() and not t.static
    returning t.id, t.org_id as "orgId", t.identity_id as "identityId",
      floor(extract(epoch from t.expires_at - now()))::int as "expiresIn",
      i.access_token_max_ttl as "maxTtl", ${address}::inet <<= any (i.trusted_ips) as trusted`.execute(db)
  return rows[0]
}

/** Ends a valid token, for whoever has it, from any address. */
export async function takeAccessToken(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ id: string; orgId: OrgId; identityId: string } | undefined> {
  const row = await db
    .deleteFrom('access_tokens')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['id', 'org_id', 'identity_id'])
    .executeTakeFirst()
  return row && { id: row.id, orgId: row.org_id, identityId: row.identity_id }
}

/**
 * Stores when access tokens and personal tokens of any organization were last used, in one statement. A time before the
 * stored one changes nothing. Locks the rows in the order of their ids, so that processes that write the same tokens
 * cannot deadlock.
 */
export async function recordTokenUses(db: Queryable, uses: readonly { id: string; at: Date }[]): Promise<void> {
  const ids = uses.map(({ id }) => id)
  const times = uses.map(({ at }) => at.toISOString())
  await sql`
    with used as (select * from unnest(${ids}::uuid[], ${times}::timestamptz[]) as u (id, at)),
    locked as materialized (
      select t.id, u.at from access_tokens t join used u on u.id = t.id order by t.id for no key update of t),
    personal as materialized (
      select t.id, u.at from personal_tokens t join used u on u.id = t.id order by t.id for no key update of t),
    noted as (
      update personal_tokens t set last_used_at = greatest(t.last_used_at, p.at) from personal p where t.id = p.id)
    update access_tokens t set last_used_at = greatest(t.last_used_at, l.at) from locked l where t.id = l.id`.execute(
    db,
  )
}

/** A token that has ended, by itself or before its time, within the last day or so. */
export async function selectEndedToken(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ id: string; orgId: OrgId; identityId: string } | undefined> {
  const { rows } = await sql<{ id: string; orgId: OrgId; identityId: string }>`
    select id, org_id as "orgId", identity_id as "identityId" from access_tokens
      where token_hash = ${tokenHash} and expires_at <= now()
    union all
    select id, org_id, identity_id from ended_access_tokens where token_hash = ${tokenHash}
    limit 1`.execute(db)
  return rows[0]
}
