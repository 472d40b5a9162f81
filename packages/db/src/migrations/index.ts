import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
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
  const known = migrations(checkRecord)
  const started = performance.now()
  let saidAt = Number.NEGATIVE_INFINITY
  for (;;) {
    try {
      return await db.transaction().execute((trx) => migrateWithin(trx, known))
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

async function migrateWithin(trx: Transaction<Tables>, known: Record<string, Migration>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.raw(lockId)})`.execute(trx)
  const unknown = (await appliedMigrations(trx)).find((name) => !(name in known))
  if (unknown !== undefined) throw new SchemaTooNewError(unknown)
  // The name of a correction may come before that of a migration which is applied already.
  const migrator = new Migrator({
    db: trx,
    provider: { getMigrations: async () => known },
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
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
