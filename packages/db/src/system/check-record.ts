import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** The check record; undefined for a database without a key (or without tables). */
export async function selectCheckRecord(db: Queryable): Promise<Buffer | undefined> {
  const { rows } = await sql<{ found: string | null }>`select to_regclass('key_checks') as found`.execute(db)
  if (rows[0]?.found == null) return undefined
  const row = await db.selectFrom('key_checks').select('record').executeTakeFirst()
  return row?.record
}
