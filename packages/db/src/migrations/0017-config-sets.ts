import { type Kysely, sql } from 'kysely'

/** Config sets: named keys with sealed values, by project, environment and path, with the history of each key. */
export const configSets = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table config_environments (
    id uuid primary key,
    org_id uuid not null,
    project_id uuid not null,
    slug text not null,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    unique (project_id, slug),
    unique (id, project_id, org_id),
    foreign key (project_id, org_id) references projects (id, org_id)
  )`,
  // The revision is +1 with every change of a key, so that a plan can tell that its set has moved.
  `create table config_sets (
    id uuid primary key,
    org_id uuid not null,
    project_id uuid not null,
    environment_id uuid not null,
    path text not null,
    revision integer not null default 1,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    unique (environment_id, path),
    foreign key (environment_id, project_id, org_id) references config_environments (id, project_id, org_id)
  )`,
  `create index config_sets_by_project on config_sets (project_id)`,
  `create table config_secrets (
    id uuid primary key,
    org_id uuid not null,
    set_id uuid not null references config_sets,
    key text not null,
    version integer not null,
    comment text not null,
    write_only boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (set_id, key)
  )`,
  // One row for each version of a key, its present one included; without a value, the key was deleted.
  `create table config_versions (
    secret_id uuid not null,
    version integer not null,
    org_id uuid not null,
    set_id uuid not null references config_sets on delete cascade,
    key text not null,
    value bytea,
    comment text not null,
    actor_type text not null,
    actor_id uuid,
    source text not null,
    at timestamptz not null,
    primary key (secret_id, version)
  )`,
  `create index config_versions_by_key on config_versions (set_id, key, at desc)`,
]
