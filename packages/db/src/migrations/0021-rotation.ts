import { type Kysely, sql } from 'kysely'

/** Rotation: its settings on the connection, what was rotated, and the credentials that are to be ended at a platform. */
export const rotation = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table connections
    add column rotation jsonb,
    add column rotation_status text,
    add column rotation_message text,
    add column rotation_tries integer not null default 0,
    add column next_rotation_at timestamptz`,
  `create index connections_by_rotation on connections (next_rotation_at) where next_rotation_at is not null`,
  `create table rotations (
    id uuid primary key,
    org_id uuid not null references organizations,
    connection_id uuid not null references connections on delete cascade,
    kind text not null,
    state text not null,
    message text,
    started_at timestamptz not null default date_trunc('milliseconds', now()),
    ended_at timestamptz
  )`,
  `create index rotations_by_connection on rotations (connection_id, started_at desc, id desc)`,
  // One rotation of a connection at a time.
  `create unique index rotations_under_way on rotations (connection_id) where state = 'under_way'`,
  // A credential that this service made has the id of its rotation, which is also its mark at the platform.
  `create table rotated_credentials (
    id uuid primary key,
    org_id uuid not null references organizations,
    connection_id uuid not null references connections on delete cascade,
    state text not null,
    platform_id text,
    account_id text,
    credentials bytea,
    seal_revision integer,
    credentials_hash text,
    expires_at timestamptz,
    due_at timestamptz,
    tries integer not null default 0,
    reason text,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    ended_at timestamptz
  )`,
  `create index rotated_credentials_by_connection on rotated_credentials (connection_id)`,
  `create index rotated_credentials_by_due on rotated_credentials (due_at) where due_at is not null`,
  `create unique index rotated_credentials_current on rotated_credentials (connection_id) where state = 'current'`,
  `create unique index rotated_credentials_previous on rotated_credentials (connection_id) where state = 'previous'`,
]
