import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** Deletes at most `limit` rows of a table that meet a condition. Resolves with how many were deleted. */
export async function deleteSome(
  db: Queryable,
  table: string,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<number> {
  const name = sql.table(table)
  const { numAffectedRows = 0n } = await sql`
    delete from ${name} where ctid = any (array(select ctid from ${name} where ${condition} limit ${limit}))`.execute(
    db,
  )
  return Number(numAffectedRows)
}
