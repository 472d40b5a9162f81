import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A delivery whose next attempt this process makes. The attempt is counted already. */
export interface ClaimedDelivery {
  id: string
  orgId: OrgId
  target: string
  webhookId: string | null
  personId: string | null
  attempts: number
  createdAt: Date
}

/**
 * Makes deliveries of at most `limit` new notices of every organization: for each active webhook with their type and, for the types in
 * `mailed`, for each person who is admin of the organization. In one statement, so that none is taken twice or in part.
 * Resolves with how many notices were taken.
 */
export async function takeNotices(
  db: Queryable,
  { at, mailed, limit: notices }: { at: Date; mailed: readonly string[]; limit: number },
): Promise<number> {
  const { rows } = await sql`
    with open as materialized (
      select id from notices where taken_at is null order by created_at limit ${notices} for update skip locked),
    taken as (
      update notices n set taken_at = ${at}::timestamptz from open where n.id = open.id
      returning n.id, n.org_id, n.type),
    receivers as (
      select t.org_id, t.id as notice_id, w.id as webhook_id, null::uuid as person_id
      from taken t join webhooks w on w.org_id = t.org_id and w.enabled and t.type = any (w.events)
      union all
      select t.org_id, t.id, null, m.person_id
      from taken t join memberships m on m.org_id = t.org_id and m.project_id is null
        and m.role = 'admin' and m.person_id is not null
      where t.type = any (${[...mailed]}::text[])),
    made as (
      insert into deliveries (org_id, notice_id, webhook_id, person_id, state, attempts, next_attempt_at, created_at)
      select org_id, notice_id, webhook_id, person_id, 'pending', 0, ${at}::timestamptz, ${at}::timestamptz from receivers)
    select id from taken`.execute(db)
  return rows.length
}

/**
 * Claims due deliveries, at most `perTarget` of each webhook or person and none of those in `busy`, so that a receiver
 * that does not answer delays only its own. Who has any is found by a step in the index for each, however many wait. The attempt is counted before it is made; one that never finishes is due
 * again at `returnAt`.
 */
export async function claimDeliveries(
  db: Queryable,
  options: { at: Date; returnAt: Date; limit: number; perTarget: number; busy: readonly string[] },
): Promise<ClaimedDelivery[]> {
  const { rows } = await sql<ClaimedDelivery>`
    with recursive targets as (
      (select target from deliveries where state = 'pending' order by target limit 1)
      union all
      select (select d.target from deliveries d where d.state = 'pending' and d.target > t.target
        order by d.target limit 1)
      from targets t where t.target is not null),
    due as materialized (
      select d.id from targets t cross join lateral (
        select id from deliveries
        where target = t.target and state = 'pending' and next_attempt_at <= ${options.at}
        order by next_attempt_at limit ${options.perTarget} for update skip locked) d
      where t.target <> all (${[...options.busy]}::uuid[])
      limit ${options.limit})
    update deliveries d set attempts = d.attempts + 1, next_attempt_at = ${options.returnAt}::timestamptz
    from due where d.id = due.id
    returning d.id, d.org_id as "orgId", d.target, d.webhook_id as "webhookId", d.person_id as "personId", d.attempts,
      d.created_at as "createdAt"`.execute(db)
  return rows
}
