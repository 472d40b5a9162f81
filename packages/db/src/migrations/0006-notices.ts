import { type Kysely, sql } from 'kysely'

/** Being told: what happened to connections, who is told of it, and how each delivery went. */
export const notices = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table webhooks (
    id uuid primary key,
    org_id uuid not null references organizations,
    url text not null,
    description text not null,
    events text[] not null,
    enabled boolean not null,
    secret bytea not null,
    secret_revision integer not null,
    previous_secret bytea,
    previous_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create index webhooks_by_org on webhooks (org_id, created_at)`,
  // Written with what they tell of, in one statement; taken from here to whoever is to be told.
  `create table notices (
    id uuid primary key,
    org_id uuid not null references organizations,
    type text not null,
    connection_id uuid,
    payload jsonb not null,
    created_at timestamptz not null,
    taken_at timestamptz
  )`,
  `create index notices_untaken on notices (created_at) where taken_at is null`,
  `create index notices_by_age on notices (created_at)`,
  `create table deliveries (
    id uuid primary key default gen_random_uuid(),
    org_id uuid not null references organizations,
    notice_id uuid not null references notices on delete cascade,
    webhook_id uuid references webhooks on delete cascade,
    person_id uuid references auth."user" on delete cascade,
    target uuid generated always as (coalesce(webhook_id, person_id)) stored,
    state text not null,
    attempts integer not null,
    next_attempt_at timestamptz,
    log jsonb not null default '[]',
    created_at timestamptz not null,
    check (num_nonnulls(webhook_id, person_id) = 1)
  )`,
  `create index deliveries_due on deliveries (target, next_attempt_at) where state = 'pending'`,
  `create index deliveries_by_webhook on deliveries (webhook_id, created_at desc, id desc)`,
  `create index deliveries_by_notice on deliveries (notice_id)`,
  // The version of the credential whose end has been told.
  `alter table connections add column expiring_version integer`,
]
