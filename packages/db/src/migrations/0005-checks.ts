import { type Kysely, sql } from 'kysely'

/** Checks in the background: what was observed of a credential, when it is looked at next, and how much an account bears. */
export const checks = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Connections of one account share what its platform allows it; one of an unknown account stands for itself.
  `alter table connections
    add column observed jsonb not null default '{}',
    add column next_check_at timestamptz,
    add column check_key text generated always as (app || ' ' || coalesce(account->>'id', id::text)) stored`,
  `update connections set next_check_at = now() + random() * interval '6 hours'`,
  `create index connections_by_check on connections (next_check_at) where deleted_at is null`,
  `create table check_allowances (
    key text primary key,
    free_at timestamptz not null,
    owner uuid
  )`,
  `create index check_allowances_by_time on check_allowances (free_at)`,
]
