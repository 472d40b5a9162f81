import { type Kysely, sql } from 'kysely'

/** By what a start tells whether it has the AUTH_SECRET of the other processes; null until the next start. */
export const authSecret = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table key_checks add column auth_secret bytea`.execute(db)
  },
}
