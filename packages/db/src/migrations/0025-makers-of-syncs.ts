import { type Kysely, sql } from 'kysely'

/** Who vouches for what a sync does by itself, so that this ends with their right. */
export const makersOfSyncs = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table config_syncs add column makers uuid[] not null default '{}'`,
  // Whoever made a sync of an earlier release stands in the audit trail alone.
  `update config_syncs y set makers = array[e.actor_id] from audit_events e
    where e.org_id = y.org_id and e.action = 'secretSyncs.create' and e.outcome = 'success'
      and e.actor_id is not null and e.target_id = y.id`,
]
