import { type Kysely, sql } from 'kysely'

/** What a sync last knew of its keys at the resource, and what a look there has found. */
export const drift = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Of the value that the resource had after the last change of the sync. Null: not known before the next one.
  `alter table config_claims add column digest text`,
  `create table config_drifts (
    sync_id uuid primary key references config_syncs on delete cascade,
    org_id uuid not null,
    due_at timestamptz not null default now(),
    under_way_until timestamptz,
    tag bytea,
    release integer,
    clean_release integer,
    looked_at timestamptz,
    message text,
    found jsonb not null default '[]',
    releases jsonb not null default '[]',
    told text
  )`,
  `create index config_drifts_due on config_drifts (due_at)`,
  `insert into config_drifts (sync_id, org_id) select id, org_id from config_syncs`,
]
