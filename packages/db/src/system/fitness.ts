import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** What a start needs of a database, for the role that it connects as. */
export interface Fitness {
  readonly writable: boolean
  /** Whether the role may make schemas and tables, which a first start and an upgrade do. */
  readonly mayCreate: boolean
  /** The database's clock. */
  readonly now: Date
}

/** Whether the database has a schema of that name. Making one that is there still needs the right to make it. */
export async function hasSchema(db: Queryable, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from pg_namespace where nspname = ${name}) as found`.execute(db)
  return rows[0]?.found === true
}

/** Reads whether a database is fit for a start, without changing anything. */
export async function selectFitness(db: Queryable): Promise<Fitness> {
  const { rows } = await sql<{ writable: boolean; may_create: boolean; now: Date }>`
    select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as writable,
           has_database_privilege(current_database(), 'create')
             and coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
           clock_timestamp() as now`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('a select without a table gave no row')
  return { writable: row.writable, mayCreate: row.may_create, now: row.now }
}
