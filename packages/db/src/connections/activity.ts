import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'
import { type ConnectionScopes, inScopes } from './scopes.ts'

/** Which audit actions count as which kind of event of a connection. */
export interface ActionKinds {
  /** Actions that change it. An index of the audit trail holds exactly these words. */
  change: readonly string[]
  /** Actions that renew its credential. */
  renewal: readonly string[]
  /** Actions that use its credential. */
  use: readonly string[]
}

/**
 * The condition on `audit_events`. Its text contains the words, because PostgreSQL does not match a parameter with the
 * index.
 */
function isOneOf(actions: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`action in (${sql.join(actions.map((action) => sql.lit(action)))})`
}

/** The actor of an event under their present name; null for an identity that has been deleted since. */
export interface ActorRow {
  actorType: string
  actorId: string | null
  actorName: string | null
}

export interface ChangeRow extends ActorRow {
  at: Date
  action: string
  outcome: string
  connectionId: string
  connectionName: string | null
}

/** Which changes of connections: of some scopes, since a time, by `actions`, at most `limit`. */
export interface ChangeFilter {
  scopes: ConnectionScopes
  since: Date
  actions: ActionKinds['change']
  limit: number
}

/** The changes of connections, newest first, without denied attempts. */
export async function selectChanges(db: Queryable, filter: ChangeFilter): Promise<ChangeRow[]> {
  const { rows } = await changesOf(filter).execute(db)
  return rows
}

/** The statement of `selectChanges`. It must use the index of changes. */
export function changesOf({ scopes, since, actions, limit }: ChangeFilter): RawBuilder<ChangeRow> {
  return sql<ChangeRow>`
    select e.at, e.action, e.outcome, e.target_id as "connectionId", e.detail->>'name' as "connectionName",
      e.actor_type as "actorType", e.actor_id as "actorId", coalesce(u.name, i.name) as "actorName"
    from (select * from audit_events
      where org_id = ${scopes.orgId} and at >= ${since}
        and target_type = 'app-connection' and ${isOneOf(actions)} and outcome <> 'denied'
        and target_id is not null and ${inScopes(scopes)}
      order by at desc, id desc limit ${limit}) e
    left join auth."user" u on u.id = e.actor_id
    left join identities i on i.id = e.actor_id
    order by e.at desc, e.id desc`
}

/** One day (`YYYY-MM-DD`, UTC) of a connection. */
export interface DayRow {
  day: string
  checks: number
  failedChecks: number
  refreshes: number
  failedRefreshes: number
  uses: number
  failedUses: number
  changes: number
}

/** The last `days` days of a connection up to the day of `until`, oldest first, days without events included. */
export async function selectDays(
  db: Queryable,
  connection: { orgId: OrgId; id: string },
  kinds: ActionKinds,
  { until, days }: { until: Date; days: number },
): Promise<DayRow[]> {
  const last = sql`(${until}::timestamptz at time zone 'UTC')::date`
  const first = sql`${last} - ${days - 1}::int`
  const { rows } = await sql<DayRow>`
    with events as (
      select (at at time zone 'UTC')::date as day,
        count(*) filter (where ${isOneOf(kinds.renewal)})::int as refreshes,
        count(*) filter (where ${isOneOf(kinds.renewal)} and outcome <> 'success')::int as failed_refreshes,
        count(*) filter (where ${isOneOf(kinds.use)} and outcome = 'success')::int as uses,
        count(*) filter (where ${isOneOf(kinds.use)} and outcome = 'refused')::int as failed_uses,
        count(*) filter (where target_type = 'app-connection' and ${isOneOf(kinds.change)}
          and outcome = 'success')::int as changes
      from audit_events
      where org_id = ${connection.orgId} and target_id = ${connection.id}
        and at >= (${first})::timestamp at time zone 'UTC'
      group by 1)
    select to_char(g.day, 'YYYY-MM-DD') as day,
      coalesce(c.checks, 0) as checks, coalesce(c.failed_checks, 0) as "failedChecks",
      coalesce(e.refreshes, 0) as refreshes, coalesce(e.failed_refreshes, 0) as "failedRefreshes",
      coalesce(e.uses, 0) as uses, coalesce(e.failed_uses, 0) as "failedUses", coalesce(e.changes, 0) as changes
    from generate_series(${first}, ${last}, interval '1 day') as g (day)
    left join events e on e.day = g.day
    left join connection_days c on c.day = g.day and c.connection_id = ${connection.id} and c.org_id = ${connection.orgId}
    order by g.day`.execute(db)
  return rows
}

export interface UserRow extends ActorRow {
  uses: number
  lastUsedAt: Date
}

/** The actors who have used a connection since `since`, most active first. */
export async function selectUsers(
  db: Queryable,
  connection: { orgId: OrgId; id: string },
  { since, actions, limit }: { since: Date; actions: ActionKinds['use']; limit: number },
): Promise<UserRow[]> {
  const { rows } = await sql<UserRow>`
    select e.actor_type as "actorType", e.actor_id as "actorId", coalesce(u.name, i.name) as "actorName", e.uses,
      e.last as "lastUsedAt"
    from (select actor_type, actor_id, count(*)::int as uses, max(at) as last from audit_events
      where org_id = ${connection.orgId} and target_id = ${connection.id} and at >= ${since} and ${isOneOf(actions)}
        and outcome = 'success' and actor_id is not null
      group by actor_type, actor_id order by uses desc, last desc limit ${limit}) e
    left join auth."user" u on u.id = e.actor_id
    left join identities i on i.id = e.actor_id
    order by e.uses desc, e.last desc`.execute(db)
  return rows
}
