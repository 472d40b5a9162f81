import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'
import { type ConnectionScopes, inScopes } from './scopes.ts'

/** The actions that change a connection. An index of the audit trail holds them, so these words stand in the statement. */
const changes = [
  'appConnections.create',
  'appConnections.update',
  'appConnections.reconnect',
  'appConnections.remove',
  'appConnections.restore',
  'appConnections.revokeUpstream',
  'appConnections.erase',
]

const isChange = sql<boolean>`target_type = 'app-connection'
  and action in (${sql.join(changes.map((action) => sql.lit(action)))})`

/** The action that opens a credential for a caller. */
const use = sql.lit('appConnections.apps')

/** Who did something, by the name they have today; null where an identity has been deleted since. */
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

/** What was done to connections of the scopes since a time, the newest first. What was denied has changed nothing. */
export async function selectChanges(
  db: Queryable,
  scopes: ConnectionScopes,
  since: Date,
  limit: number,
): Promise<ChangeRow[]> {
  const { rows } = await changesOf(scopes, since, limit).execute(db)
  return rows
}

/** The statement of `selectChanges`, which must be answered from the index of changes. */
export function changesOf(scopes: ConnectionScopes, since: Date, limit: number): RawBuilder<ChangeRow> {
  return sql<ChangeRow>`
    select e.at, e.action, e.outcome, e.target_id as "connectionId", e.detail->>'name' as "connectionName",
      e.actor_type as "actorType", e.actor_id as "actorId", coalesce(u.name, i.name) as "actorName"
    from (select * from audit_events
      where org_id = ${scopes.orgId} and at >= ${since} and ${isChange} and outcome <> 'denied'
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

/** So many days of a connection that end with the day of `until`, the oldest first; days on which nothing was are there too. */
export async function selectDays(
  db: Queryable,
  connection: { orgId: OrgId; id: string },
  until: Date,
  days: number,
): Promise<DayRow[]> {
  const last = sql`(${until}::timestamptz at time zone 'UTC')::date`
  const first = sql`${last} - ${days - 1}::int`
  const { rows } = await sql<DayRow>`
    with events as (
      select (at at time zone 'UTC')::date as day,
        count(*) filter (where action = 'appConnections.refresh')::int as refreshes,
        count(*) filter (where action = 'appConnections.refresh' and outcome <> 'success')::int as failed_refreshes,
        count(*) filter (where action = ${use} and outcome = 'success')::int as uses,
        count(*) filter (where action = ${use} and outcome = 'refused')::int as failed_uses,
        count(*) filter (where ${isChange} and outcome = 'success')::int as changes
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

/** Who has used a connection since the beginning of the first of so many days, the busiest first. */
export async function selectUsers(
  db: Queryable,
  connection: { orgId: OrgId; id: string },
  since: Date,
  limit: number,
): Promise<UserRow[]> {
  const { rows } = await sql<UserRow>`
    select e.actor_type as "actorType", e.actor_id as "actorId", coalesce(u.name, i.name) as "actorName", e.uses,
      e.last as "lastUsedAt"
    from (select actor_type, actor_id, count(*)::int as uses, max(at) as last from audit_events
      where org_id = ${connection.orgId} and target_id = ${connection.id} and at >= ${since} and action = ${use}
        and outcome = 'success' and actor_id is not null
      group by actor_type, actor_id order by uses desc, last desc limit ${limit}) e
    left join auth."user" u on u.id = e.actor_id
    left join identities i on i.id = e.actor_id
    order by e.uses desc, e.last desc`.execute(db)
  return rows
}
