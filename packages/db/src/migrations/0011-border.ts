import { type Kysely, sql } from 'kysely'

/**
 * What the border remembers: wrong passwords by account, when a session's person last gave their password, and for a day
 * the access tokens that were ended before their time. No address of a person was ever proved.
 */
export const border = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // By budget, which is an account's, a known browser's or a session's: turns taken in a row, none of them right yet.
  `create table password_turns (
    budget text primary key,
    taken integer not null,
    last_at timestamptz not null,
    next_at timestamptz not null
  )`,
  `create index password_turns_by_age on password_turns (last_at)`,
  `create table wrong_passwords (
    account text primary key,
    wrong integer not null,
    since timestamptz not null
  )`,
  `create index wrong_passwords_by_age on wrong_passwords (since)`,

  `alter table auth.session add column "provedAt" timestamptz not null default now()`,
  `update auth.session set "provedAt" = "createdAt"`,
  `update auth."user" set "emailVerified" = false`,

  // Tokens end in many ways, most of them with what they hang on; a trigger sees each.
  `create table ended_access_tokens (
    token_hash bytea primary key,
    id uuid not null,
    org_id uuid not null,
    identity_id uuid not null,
    ended_at timestamptz not null
  )`,
  `create index ended_access_tokens_by_age on ended_access_tokens (ended_at)`,
  `create function keep_ended_access_token() returns trigger language plpgsql as $$
    begin
      insert into ended_access_tokens (token_hash, id, org_id, identity_id, ended_at)
        values (old.token_hash, old.id, old.org_id, old.identity_id, now()) on conflict do nothing;
      return null;
    end $$`,
  `create trigger access_tokens_ended after delete on access_tokens for each row
    when (old.expires_at > now()) execute function keep_ended_access_token()`,
]
