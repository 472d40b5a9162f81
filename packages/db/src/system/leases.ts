import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { standingTokens } from '../grants/tokens.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A lease with which something is to be done now. */
export interface ClaimedLease {
  id: string
  orgId: OrgId
  connectionId: string
  /** How often it was claimed in its state, this time included. */
  tries: number
}

/** The furthest ahead, in days, that a lease ends or is tried again. What is further was written by a wrong clock. */
const furthestDays = 2

/**
 * Claims leases whose time has come, longest due first, of every organization; or those of one connection (`ending`) that
 * are to be ended. A live or stuck one is `ending` from then on. A claim that never finishes is due again after `returnMs`. By the
 * database's clock.
 */
export async function claimDueLeases(
  db: Queryable,
  { limit, returnMs, ending }: { limit: number; returnMs: number; ending?: string },
): Promise<ClaimedLease[]> {
  const which = ending === undefined ? sql`true` : sql`connection_id = ${ending}::uuid and state = 'ending'`
  const { rows } = await sql<ClaimedLease>`
    with due as materialized (
      select id from leases
      where due_at is not null and (due_at <= now() or due_at > now() + make_interval(days => ${furthestDays})) and ${which}
      order by due_at limit ${limit} for update skip locked)
    update leases l set tries = case when l.state in ('live', 'stuck') then 1 else l.tries + 1 end, due_at = now() + make_interval(secs => ${returnMs / 1000}::float8),
      ended_by = case when l.state = 'live' then 'time' else l.ended_by end,
      state = case when l.state in ('live', 'stuck') then 'ending' else l.state end
    from due where l.id = due.id
    returning l.id, l.org_id as "orgId", l.connection_id as "connectionId", l.tries`.execute(db)
  return rows
}

/** Whether leases of a connection are at the platform, or may be, and are still to be ended. */
export async function hasUnendedLeases(db: Queryable, connectionId: string): Promise<boolean> {
  const { rows } = await sql`
    select from leases where connection_id = ${connectionId}::uuid and state in ('making', 'live', 'ending') limit 1`.execute(
    db,
  )
  return rows.length > 0
}

/**
 * Has the live leases ended that have lost what they hang on: their connection is deleted; their grant or one of its
 * ancestors has ended, has expired or does not allow them any more; the token or session that they were opened with has
 * ended. Of one connection, or of every one. By the database's clock.
 */
export async function endLostLeases(db: Queryable, connectionId?: string): Promise<void> {
  const where = connectionId === undefined ? sql`true` : sql`l.connection_id = ${connectionId}::uuid`
  await sql`
    with recursive alive as materialized (
      select l.id, l.connection_id, l.grant_id, l.token_id, l.scopes, l.seconds from leases l
      where l.state = 'live' and ${where}
    ),
    chain as (
      select alive.id as lease_id, g.parent_id, g.ended_at is null and (g.expires_at is null or g.expires_at > now())
        and 'leases:create' = any (g.actions) and g.lease -> 'scopes' @> to_jsonb(alive.scopes)
        and (g.lease ->> 'maxSeconds')::int >= alive.seconds as allowed
      from alive join grants g on g.id = alive.grant_id
      union all
      select chain.lease_id, g.parent_id, g.ended_at is null and (g.expires_at is null or g.expires_at > now())
      from chain join grants g on g.id = chain.parent_id
    ),
    standing as (
      select lease_id from chain group by lease_id having bool_and(coalesce(allowed, false))
    ),
    tokens as (${standingTokens(sql`array(select token_id from alive)`)})
    update leases l set state = 'ending', due_at = now(), tries = 0, ended_by = 'access'
    from alive join connections c on c.id = alive.connection_id
    where l.id = alive.id and l.state = 'live' and (c.deleted_at is not null
      or not exists (select from standing s where s.lease_id = alive.id)
      or not exists (select from tokens t where t.id = alive.token_id))`.execute(db)
}
