import { setImmediate as others } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** As PostgreSQL's own autovacuum: so many rows and such a share of a table. */
const fewRows = 50
const share = 0.2

/**
 * Vacuums and analyzes the tables of which enough rows have changed, one after another; other statements come between
 * two tables, and none is begun after `signal`. PGlite has no autovacuum: without this its files only grow, and it plans by guesses. PostgreSQL needs none
 * of it. Resolves with the names of these tables.
 */
export async function vacuumChanged(db: Queryable, signal?: AbortSignal): Promise<string[]> {
  await sql`select pg_stat_force_next_flush()`.execute(db)
  const { rows } = await sql<{ schema: string; name: string }>`
    select schemaname as schema, relname as name from pg_stat_user_tables
    where greatest(n_dead_tup, n_mod_since_analyze, n_ins_since_vacuum) > ${fewRows}::float8 + ${share}::float8 * n_live_tup
    order by n_dead_tup desc`.execute(db)
  for (const { schema, name } of rows) {
    if (signal?.aborted) break
    await sql`vacuum (analyze) ${sql.table(`${schema}.${name}`)}`.execute(db)
    await others()
  }
  return rows.map(({ schema, name }) => `${schema}.${name}`)
}
