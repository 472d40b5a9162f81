import { type Kysely, sql } from 'kysely'

/** Finds secrets that are gone, of which the sweep forgets what they were. */
export const goneSecrets = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index config_versions_gone on config_versions (at) where value is null`.execute(db)
  },
}
