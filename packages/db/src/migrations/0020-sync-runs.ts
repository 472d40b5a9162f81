import { type Kysely, sql } from 'kysely'

/** Runs of syncs in the background, and what a plan is bound to besides its set. */
export const syncRuns = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The latest run of each kind of a sync. One that is under way and is asked for again follows itself.
  `create table config_runs (
    sync_id uuid not null references config_syncs on delete cascade,
    kind text not null,
    org_id uuid not null,
    job_id uuid not null,
    status text not null,
    message text,
    options jsonb not null,
    again boolean not null default false,
    tries integer not null default 0,
    due_at timestamptz not null,
    under_way_until timestamptz,
    succeeded_at timestamptz,
    primary key (sync_id, kind)
  )`,
  `create index config_runs_due on config_runs (due_at) where status in ('pending', 'running')`,
  // Whether the first run has taken in what the resource had, where the sync asks for that.
  `alter table config_syncs add column imported boolean not null default false`,
  `update config_syncs y set imported = true
    where exists (select from config_plans p where p.sync_id = y.id and p.state = 'applied')`,
  // A plan of an earlier release is of the resource that its sync has.
  `alter table config_plans add column sync_version integer not null default 1, add column resource_id text`,
  `update config_plans p set resource_id = y.resource_id, sync_version = y.version
    from config_syncs y where y.id = p.sync_id`,
  `create index config_plans_by_age on config_plans (created_at)`,
  `create index config_plans_sending on config_plans (under_way_until) where state = 'sending'`,
  `create index config_syncs_by_resource on config_syncs (org_id, app, resource_id)`,
]
