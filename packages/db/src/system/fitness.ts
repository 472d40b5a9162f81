import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** What a start needs of a database, for the role that it connects as. */
export interface Fitness {
  readonly writable: boolean
  /**
   * Whether the role may make all tables, which a first start and an upgrade do: also in schemas that the owner of the
   * database has made for it.
   */
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

/** Whose the schema of the job queue is, of which every program that has such a queue may have one of the same name. */
export type JobsSchema = 'absent' | 'empty' | 'ours' | 'foreign'

/** Reads whose the schema `jobs` is: by its tables, and by the queues in it where it has a queue's tables. */
export async function selectJobsSchema(db: Queryable, ourQueues: readonly string[]): Promise<JobsSchema> {
  if (!(await hasSchema(db, 'jobs'))) return 'absent'
  const { rows } = await sql<{ empty: boolean; queues: boolean; readable: boolean }>`
    select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'jobs') as empty,
           count(*) = 2 as queues, coalesce(bool_and(has_table_privilege(c.oid, 'select')), false) as readable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'jobs' and c.relname in ('version', 'queue')`.execute(db)
  const [found] = rows
  if (found === undefined || found.empty) return 'empty'
  if (!found.queues || !found.readable) return 'foreign'
  const { rows: names } = await sql<{ name: string }>`
    select name from jobs.queue where name not like '\\_\\_%'`.execute(db)
  // A start that was ended early has made the tables and no queue yet.
  return names.length === 0 || names.some(({ name }) => ourQueues.includes(name)) ? 'ours' : 'foreign'
}

/** Reads whether a database is fit for a start, without changing anything. */
export async function selectFitness(db: Queryable): Promise<Fitness> {
  const { rows } = await sql<{ writable: boolean; may_create: boolean; now: Date }>`
    select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as writable,
           coalesce(has_schema_privilege(current_schema(), 'create'), false)
             and (has_database_privilege(current_database(), 'create')
               or (select count(*) = 2 from pg_namespace
                   where nspname in ('auth', 'jobs') and has_schema_privilege(oid, 'create'))) as may_create,
           clock_timestamp() as now`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('a select without a table gave no row')
  return { writable: row.writable, mayCreate: row.may_create, now: row.now }
}
