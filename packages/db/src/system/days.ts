import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { deleteSome } from './delete-some.ts'

/** Deletes at most `limit` counts of days that are no longer shown. Resolves with how many were deleted. */
export async function forgetDays(db: Queryable, days: number, limit: number): Promise<number> {
  return deleteSome(db, 'connection_days', sql`day < (now() at time zone 'UTC')::date - ${days}::int`, limit)
}
