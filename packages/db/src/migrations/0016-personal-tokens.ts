import { type Kysely, sql } from 'kysely'

/** Logins of programs that act for a person, and the tokens that these get. */
export const personalTokens = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // A login waits, and is then denied or confirmed by a person, with a session and for an organization; the program takes
  // its token once. pause: the seconds that it must leave between two polls.
  `create table device_logins (
    id uuid primary key,
    device_hash bytea not null unique,
    user_hash bytea not null unique,
    name text not null,
    address text not null,
    requested_at timestamptz not null default date_trunc('milliseconds', now()),
    expires_at timestamptz not null,
    pause integer not null,
    polled_at timestamptz,
    denied boolean not null default false,
    org_id uuid,
    person_id uuid,
    session_id uuid,
    taken_at timestamptz,
    check (num_nonnulls(org_id, person_id, session_id) in (0, 3)),
    foreign key (person_id, org_id) references memberships (holder, place) on delete cascade
  )`,
  `create index device_logins_by_end on device_logins (expires_at)`,
  `create index device_logins_by_session on device_logins (session_id) where session_id is not null`,
  `create index device_logins_by_person on device_logins (person_id, org_id) where person_id is not null`,
  `create table personal_tokens (
    id uuid primary key,
    org_id uuid not null references organizations,
    person_id uuid not null,
    session_id uuid not null,
    token_hash bytea not null unique,
    name text not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    foreign key (person_id, org_id) references memberships (holder, place) on delete cascade
  )`,
  `create index personal_tokens_by_end on personal_tokens (expires_at)`,
  `create index personal_tokens_by_session on personal_tokens (session_id)`,
  `create index personal_tokens_by_person on personal_tokens (person_id, org_id)`,
  // Sessions are ended in many ways; a trigger sees each. One that is over by itself leaves what was confirmed with it.
  `create function end_what_a_session_confirmed() returns trigger language plpgsql as $$
    begin
      delete from device_logins where session_id = old.id;
      delete from personal_tokens where session_id = old.id;
      return null;
    end $$`,
  `create trigger session_ended after delete on auth.session for each row
    when (old."expiresAt" > now()) execute function end_what_a_session_confirmed()`,
]
