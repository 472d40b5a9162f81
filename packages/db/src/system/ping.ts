import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** Whether the database answers at all. */
export async function ping(db: Queryable): Promise<void> {
  await sql`select 1`.execute(db)
}
