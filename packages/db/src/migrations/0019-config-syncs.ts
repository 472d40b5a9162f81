import { type Kysely, sql } from 'kysely'

/** Syncs: a config set bound to a resource of a connection, which of its keys a sync owns, and plans of changes. */
export const configSyncs = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // A sync goes with its connection once that is erased: nothing could carry it out any more.
  `create table config_syncs (
    id uuid primary key,
    org_id uuid not null,
    project_id uuid not null,
    set_id uuid not null references config_sets,
    connection_id uuid not null references connections on delete cascade,
    app text not null,
    resource_id text not null,
    resource_name text not null,
    name text not null,
    description text,
    auto_sync boolean not null,
    options jsonb not null,
    version integer not null default 1,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    updated_at timestamptz not null default date_trunc('milliseconds', now()),
    constraint config_syncs_name unique (project_id, name),
    foreign key (project_id, org_id) references projects (id, org_id)
  )`,
  `create index config_syncs_by_connection on config_syncs (connection_id)`,
  `create index config_syncs_by_set on config_syncs (set_id)`,
  // Whose a key of a resource is. Two syncs never own one key, whatever connection they reach it by.
  `create table config_claims (
    org_id uuid not null,
    app text not null,
    resource_id text not null,
    key text not null,
    sync_id uuid not null references config_syncs on delete cascade,
    since timestamptz not null default date_trunc('milliseconds', now()),
    primary key (org_id, app, resource_id, key)
  )`,
  `create index config_claims_by_sync on config_claims (sync_id)`,
  // A plan, and once it is applied the record of that: what it changes is stored before anything is sent.
  `create table config_plans (
    id uuid primary key,
    org_id uuid not null,
    sync_id uuid not null references config_syncs on delete cascade,
    kind text not null,
    undoes uuid references config_plans on delete cascade,
    state text not null,
    set_revision integer not null,
    release integer not null,
    rows jsonb not null,
    changes bytea not null,
    made_by uuid,
    under_way_until timestamptz,
    outcome jsonb,
    release_made integer,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    applied_at timestamptz
  )`,
  `create index config_plans_by_sync on config_plans (sync_id, created_at desc, id desc)`,
  // One change of a sync at a time.
  `create unique index config_plans_under_way on config_plans (sync_id) where state = 'sending'`,
]
