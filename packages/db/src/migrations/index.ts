import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import { isLocked } from '../engine/errors.ts'
import type { Tables } from '../tables/index.ts'
import { migrations } from './all.ts'

/** A newer release has migrated the database. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError'
  constructor(unknown: string) {
    super(
      `The database has the schema of a newer release (it knows the migration "${unknown}", this one does not). Start that release or a later one.`,
    )
  }
}

/** Kysely's own lock, so that a release that uses it and this one wait for each other. */
const lockId = '3853314791062309107'
/**
 * In milliseconds: how long a migration tries to get its locks, how long it lets others go first, how often it reports.
 */
const patienceMs = 10 * 60_000
const pauseMs = 500
const sayAgainMs = 15_000

/**
 * Brings the schema up to this release, in one transaction and under a lock of its own. Only the first migration stores
 * `checkRecord`; in a database with a key it is not used.
 *
 * Where a lock is not had within the connection's `lock_timeout`, the migration lets the statements behind it go first
 * and tries again, for minutes: another process may be migrating, or a long transaction may use a table. `onWait` is
 * called then.
 *
 * Throws `SchemaTooNewError` before any change where the database has a migration that this release does not know.
 */
export async function migrate(
  db: Kysely<Tables>,
  checkRecord: Uint8Array,
  onWait: () => void = () => {},
): Promise<void> {
  const started = performance.now()
  let saidAt = Number.NEGATIVE_INFINITY
  for (;;) {
    try {
      return await db.transaction().execute((trx) => migrateWithin(trx, checkRecord))
    } catch (error) {
      const now = performance.now()
      if (!isLocked(error) || now - started > patienceMs) throw error
      if (now - saidAt > sayAgainMs) {
        saidAt = now
        onWait()
      }
      await sleep(pauseMs)
    }
  }
}

async function migrateWithin(trx: Transaction<Tables>, checkRecord: Uint8Array): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.raw(lockId)})`.execute(trx)
  const known = migrations(checkRecord, await emptySchemas(trx))
  const applied = await appliedMigrations(trx)
  const unknown = applied.find((name) => !(name in known))
  if (unknown !== undefined) throw new SchemaTooNewError(unknown)
  // Kysely hides why it can make no table: a role without the right learns it here.
  if (applied.length === 0) {
    await sql`create table may_create ()`.execute(trx)
    await sql`drop table may_create`.execute(trx)
  }
  // The name of a correction may come before that of a migration which is applied already.
  const migrator = new Migrator({
    db: trx,
    provider: { getMigrations: async () => known },
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/** The schemas without a table. Tables in a schema of ours before the first migration are somebody else's. */
async function emptySchemas(db: Kysely<Tables>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace n
    where not exists (select from pg_class c where c.relnamespace = n.oid)`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

async function appliedMigrations(db: Kysely<Tables>): Promise<string[]> {
  const { rows: tables } = await sql`select to_regclass('kysely_migration') as found`.execute(db)
  const table = tables[0]
  if (!isRow(table) || table.found === null) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map((row) => row.name)
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
