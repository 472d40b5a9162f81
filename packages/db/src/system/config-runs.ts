import { sql } from 'kysely'
import { type ClaimedRun, mostPutOffSeconds, runSeconds } from '../config-sets/runs.ts'
import type { Queryable } from '../engine/database.ts'
import { isOver, secondsFromNow } from '../engine/lives.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Processes claim runs one after another, so that what they count is true. */
const lockId = '4021853671093300018'

/**
 * Claims due runs of syncs of every organization: one of a sync, at most `perConnection` at once of a connection, those
 * under way included, and of each organization in its turn. A claim has an end: what a killed process has left is due then.
 */
export async function claimDueRuns(
  db: Queryable,
  { limit, perConnection }: { limit: number; perConnection: number },
): Promise<ClaimedRun[]> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.raw(lockId)})`.execute(trx)
    const leftOver = isOver('r.under_way_until', runSeconds)
    const { rows } = await sql<ClaimedRun>`
      with live as (
        select r.sync_id, y.connection_id from config_runs r join config_syncs y on y.id = r.sync_id
        where r.status = 'running' and not ${leftOver}),
      due as (
        select r.sync_id, r.kind, r.org_id, r.due_at, y.connection_id,
          row_number() over (partition by r.sync_id order by r.due_at, r.kind) as of_sync,
          row_number() over (partition by y.connection_id order by r.due_at, r.sync_id) as of_connection
        from config_runs r join config_syncs y on y.id = r.sync_id
        where ((r.status = 'pending' and ${isOver('r.due_at', mostPutOffSeconds)})
            or (r.status = 'running' and ${leftOver}))
          and not exists (select from live where live.sync_id = r.sync_id)),
      free as (
        select due.*, row_number() over (partition by org_id order by due_at, sync_id) as of_organization from due
        where of_sync = 1 and of_connection + (
          select count(*) from live where live.connection_id = due.connection_id) <= ${perConnection}),
      chosen as (select sync_id, kind from free order by of_organization, due_at limit ${limit})
      update config_runs r
      set status = 'running', tries = r.tries + 1, under_way_until = ${secondsFromNow(runSeconds)}
      from chosen where r.sync_id = chosen.sync_id and r.kind = chosen.kind
      returning r.org_id as "orgId", r.sync_id as "syncId", r.kind, r.job_id as "jobId", r.tries, r.options`.execute(
      trx,
    )
    return rows
  })
}

/** The plans of every organization that somebody has begun to send and left. */
export async function selectLeftPlans(
  db: Queryable,
  limit: number,
): Promise<{ orgId: OrgId; syncId: string; id: string }[]> {
  return db
    .selectFrom('config_plans')
    .select(['org_id as orgId', 'sync_id as syncId', 'id'])
    .where('state', '=', 'sending')
    .where(isOver('under_way_until', runSeconds))
    .orderBy('under_way_until')
    .limit(limit)
    .execute()
}
