import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** Deletes the counts of days that are no longer shown. */
export async function forgetDays(db: Queryable, days: number): Promise<void> {
  await sql`delete from connection_days where day < (now() at time zone 'UTC')::date - ${days}::int`.execute(db)
}
