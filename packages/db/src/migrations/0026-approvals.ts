import { type Kysely, sql } from 'kysely'

/** Plans that somebody other than their maker has to approve. */
export const approvals = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table config_syncs add column requires_approval boolean not null default false`,
  // What a plan would do, by hash, and who has approved just that. Plans of earlier releases have no hash.
  `alter table config_plans
    add column makers uuid[] not null default '{}',
    add column hash text,
    add column approved_by uuid,
    add column approved_hash text,
    add column approved_at timestamptz`,
  `update config_plans set makers = array[made_by] where made_by is not null`,
]
