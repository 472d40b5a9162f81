import { type Kysely, sql } from 'kysely'

/** Renewals that keep failing rest between two tries, in all processes together. */
export const refreshRest = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `alter table refresh_leases
          add column failures integer not null default 0,
          add column failure text,
          add column not_before timestamptz`,
      )
      .execute(db)
  },
}
