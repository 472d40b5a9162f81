import { type Kysely, sql } from 'kysely'

/** What OAuth and its refresh need: started consents, leases, and what is known of a credential's end and health. */
export const oauth = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table connections
    add column credential_expires_at timestamptz,
    add column health text not null default 'unchecked',
    add column health_reason text not null default 'not_checked',
    add column health_since timestamptz,
    add column last_success_at timestamptz`,
  `create table oauth_states (
    state_hash bytea primary key,
    org_id uuid not null references organizations,
    session_id uuid not null,
    purpose jsonb not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
  )`,
  `create index oauth_states_by_end on oauth_states (expires_at)`,
  `create table refresh_leases (
    connection_id uuid primary key references connections on delete cascade,
    org_id uuid not null references organizations,
    owner uuid not null,
    epoch integer not null,
    deadline timestamptz not null,
    seal_revision integer not null,
    calling boolean not null,
    uncertain boolean not null
  )`,
]
