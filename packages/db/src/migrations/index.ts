import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Tables } from '../tables/index.ts'
import { first } from './0001-first.ts'
import { restFamily } from './0002-rest-family.ts'
import { oauth } from './0003-oauth.ts'
import { deleting } from './0004-deleting.ts'
import { checks } from './0005-checks.ts'
import { notices } from './0006-notices.ts'
import { overview } from './0007-overview.ts'
import { refreshRest } from './0008-refresh-rest.ts'
import { withdrawals } from './0009-withdrawals.ts'
import { makers } from './0010-makers.ts'

/** The database was migrated by a newer release than this one. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError'
  constructor(unknown: string) {
    super(
      `The database has the schema of a newer release (it knows the migration "${unknown}", this one does not). Start that release or a later one.`,
    )
  }
}

/** All migrations by name, in the order of their names. Names are never changed once released. */
function migrations(checkRecord: Uint8Array): Record<string, Migration> {
  return {
    '0001-first': first(checkRecord),
    '0002-rest-family': restFamily,
    '0003-oauth': oauth,
    '0004-deleting': deleting,
    '0005-checks': checks,
    '0006-notices': notices,
    '0007-overview': overview,
    '0008-refresh-rest': refreshRest,
    '0009-withdrawals': withdrawals,
    '0010-makers': makers,
  }
}

/**
 * Brings the schema up to this release, under a lock, each migration in its own transaction. `checkRecord` is stored by
 * the first migration alone: where the database is keyed already it is not looked at.
 *
 * Throws `SchemaTooNewError` before anything is changed where the database knows a migration that this release does not.
 */
export async function migrate(db: Kysely<Tables>, checkRecord: Uint8Array): Promise<void> {
  const known = migrations(checkRecord)
  const unknown = (await appliedMigrations(db)).find((name) => !(name in known))
  if (unknown !== undefined) throw new SchemaTooNewError(unknown)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } })
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
