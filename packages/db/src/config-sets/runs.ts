import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { isOver, secondsFromNow } from '../engine/lives.ts'
import type { ConfigRunOptions } from '../tables/config-syncs.ts'
import type { OrgId } from '../tables/org-id.ts'

/** How long whoever runs a sync has it to themselves, in seconds. */
export const runSeconds = 300

/** How far ahead a run may be put off, in seconds. */
export const mostPutOffSeconds = 600

/** A run that this process has claimed. `tries` proves it: the next claim counts one more. */
export interface ClaimedRun {
  readonly orgId: OrgId
  readonly syncId: string
  readonly kind: string
  readonly jobId: string
  readonly tries: number
  readonly options: ConfigRunOptions
}

/** What a run is queued for. */
export interface QueuedRun {
  readonly kind: 'sync' | 'import' | 'remove'
  readonly jobId: string
  readonly options: ConfigRunOptions
}

/** Queues a run of a sync. One that waits stays as it is, and one that is under way is followed by another. */
export async function queueRun(
  db: Queryable,
  orgId: OrgId,
  syncId: string,
  { kind, jobId, options }: QueuedRun,
): Promise<void> {
  await sql`insert into config_runs as r (sync_id, kind, org_id, job_id, status, options, due_at)
    select id, ${kind}::text, org_id, ${jobId}::uuid, 'pending', ${JSON.stringify(options)}::jsonb, now()
    from config_syncs where org_id = ${orgId} and id = ${syncId}
    ${orFollow}`.execute(db)
}

/**
 * Queues a run of each sync that follows a set: those of the set itself, and those of a set above it that take what is
 * below. Resolves with how many these are.
 */
export async function queueFollowers(db: Queryable, orgId: OrgId, setId: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`insert into config_runs as r
      (sync_id, kind, org_id, job_id, status, options, due_at)
    select y.id, 'sync', y.org_id, gen_random_uuid(), 'pending', '{"automatic": true}', now()
    from config_sets own
      join config_sets s on s.environment_id = own.environment_id
        and (s.id = own.id or starts_with(own.path, rtrim(s.path, '/') || '/'))
      join config_syncs y on y.set_id = s.id
    where own.org_id = ${orgId} and own.id = ${setId} and y.auto_sync
      and (s.id = own.id or (y.options ->> 'recursive')::boolean)
    order by y.id
    ${orFollow}`.execute(db)
  return Number(numAffectedRows)
}

/**
 * What becomes of the run of the same kind that there is: it starts again, stays, or is followed by another. One that
 * waits and that somebody has asked for does not become an automatic one. Whoever runs has read the options already.
 */
const orFollow: RawBuilder<unknown> = sql`on conflict (sync_id, kind) do update set
    again = r.status = 'running',
    status = case r.status when 'running' then 'running' else 'pending' end,
    job_id = case when r.status in ('running', 'pending') then r.job_id else excluded.job_id end,
    message = case when r.status in ('running', 'pending') then r.message end,
    options = case when r.status = 'pending' and (excluded.options ->> 'automatic')::boolean then r.options
      else excluded.options end,
    tries = case when r.status in ('running', 'pending') then r.tries else 0 end,
    due_at = case r.status when 'running' then r.due_at else now() end`

/** Makes the runs of a sync due that wait. */
export async function wakeRuns(db: Queryable, orgId: OrgId, syncId: string): Promise<void> {
  await db
    .updateTable('config_runs')
    .set({ due_at: sql<Date>`now()` })
    .where('org_id', '=', orgId)
    .where('sync_id', '=', syncId)
    .where('status', '=', 'pending')
    .execute()
}

/** Whether something changes a sync's resource at this moment: a run, or a plan that is sent. */
export async function isUnderWay(db: Queryable, orgId: OrgId, syncId: string): Promise<boolean> {
  const { rows } = await sql`select from config_runs r
    where r.org_id = ${orgId} and r.sync_id = ${syncId} and r.status = 'running'
      and not ${isOver('r.under_way_until', runSeconds)}
    union all
    select from config_plans p where p.org_id = ${orgId} and p.sync_id = ${syncId} and p.state = 'sending'
    limit 1`.execute(db)
  return rows.length > 0
}

/** Says how a run ended; where it was asked for again meanwhile, the next one is due. False where it is another's by now. */
export async function endRun(
  db: Queryable,
  orgId: OrgId,
  run: Pick<ClaimedRun, 'syncId' | 'kind' | 'jobId' | 'tries'>,
  { status, message }: { status: 'succeeded' | 'failed'; message: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`update config_runs set
      status = case when again then 'pending' else ${status}::text end,
      job_id = case when again then gen_random_uuid() else job_id end,
      succeeded_at = case when ${status === 'succeeded'} then date_trunc('milliseconds', now()) else succeeded_at end,
      message = ${message}::text, again = false, tries = 0, due_at = now(), under_way_until = null
    where ${held(orgId, run)}`.execute(db)
  return numAffectedRows === 1n
}

/** Puts a run off for so many seconds, and says why. */
export async function putOffRun(
  db: Queryable,
  orgId: OrgId,
  run: Pick<ClaimedRun, 'syncId' | 'kind' | 'jobId' | 'tries'>,
  { seconds, message }: { seconds: number; message: string },
): Promise<void> {
  const dueAt = secondsFromNow(Math.min(seconds, mostPutOffSeconds))
  await sql`update config_runs set status = 'pending', due_at = ${dueAt}, message = ${message}::text, again = false,
    under_way_until = null where ${held(orgId, run)}`.execute(db)
}

function held(orgId: OrgId, { syncId, kind, jobId, tries }: Pick<ClaimedRun, 'syncId' | 'kind' | 'jobId' | 'tries'>) {
  return sql`org_id = ${orgId} and sync_id = ${syncId} and kind = ${kind} and job_id = ${jobId} and tries = ${tries}
    and status = 'running'`
}
