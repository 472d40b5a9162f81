import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { secondsFromNow } from '../engine/lives.ts'

/** When a session ends that begins now and lives for so many seconds, by the database's clock, which judges it. */
export async function selectSessionEnd(db: Queryable, seconds: number): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ${secondsFromNow(seconds)} as at`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('a select without a table gave no row')
  return row.at
}
