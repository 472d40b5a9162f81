import { type Kysely, sql } from 'kysely'

/** Grants of deleted connections that are still to be withdrawn at their platform. */
export const withdrawals = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table withdrawals (
    connection_id uuid primary key references connections on delete cascade,
    org_id uuid not null references organizations,
    due_at timestamptz not null,
    tries integer not null default 0
  )`,
  `create index withdrawals_by_due on withdrawals (due_at)`,
]
