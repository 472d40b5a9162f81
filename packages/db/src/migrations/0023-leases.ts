import { type Kysely, sql } from 'kysely'

/** Leases: credentials of a connection's account that somebody holds for a while, and the grants that allow them. */
export const leases = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

/** What of a grant decides whether it can be used, and for what. How much is left of it does not, until nothing is. */
const deciding = (
  row: 'old' | 'new',
) => `(${row}.holder, ${row}.actions, ${row}.resources, ${row}.keys, ${row}.lease, ${row}.expires_at, ${row}.ended_at,
  ${row}.uses_left is null, ${row}.uses_left = 0,
  ${row}.changes_per_day, ${row}.changes_on, ${row}.changes >= ${row}.changes_per_day)`

const statements = [
  'alter table grants add column lease jsonb',
  'drop trigger grants_changed on grants',
  `create trigger grants_changed after update on grants for each row
    when (${deciding('old')} is distinct from ${deciding('new')}) execute function note_change_of_grants()`,
  // No reference to the grant: it goes with the membership of its holder, and the lease is ended after that.
  `create table leases (
    id uuid primary key,
    org_id uuid not null references organizations,
    connection_id uuid not null references connections on delete cascade,
    grant_id uuid not null,
    person_id uuid,
    identity_id uuid,
    holder uuid not null generated always as (coalesce(person_id, identity_id)) stored,
    token_id uuid not null,
    scopes text[] not null,
    seconds integer not null,
    state text not null,
    platform_id text,
    account_id text,
    renews uuid,
    expires_at timestamptz not null,
    due_at timestamptz,
    tries integer not null default 0,
    ended_by text,
    reason text,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    ended_at timestamptz,
    check (num_nonnulls(person_id, identity_id) = 1)
  )`,
  `create index leases_by_connection on leases (connection_id, created_at desc, id desc)`,
  `create index leases_by_due on leases (due_at) where due_at is not null`,
  `create index leases_alive on leases (connection_id, grant_id) where state = 'live'`,
]
