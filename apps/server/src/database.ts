import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createDb, type Database, lockDataDir, migrate, openForMigration } from '@app-connections/db'
import { selectCheckRecord } from '@app-connections/db/system'
import { createCheckRecord, SealingError, verifyCheckRecord } from '@app-connections/sealing'
import type { Logger } from 'pino'
import { compareAuthSecret, verifyAuthSecret } from './auth-secret.ts'
import type { Config } from './config.ts'
import { makeDataDir, usingDataDir } from './data-dir.ts'
import { foreignJobs } from './foreign-jobs.ts'
import { findKeys, type Keys } from './keys.ts'
import { StartError } from './start-error.ts'

export interface OpenedDatabase {
  database: Database
  keys: Keys
  close(): Promise<void>
}

/**
 * Opens the database, and verifies its secrets before any change: locks the data directory, connects, opens the check
 * record, compares AUTH_SECRET, migrates, and opens it again, since another process may have stored one meanwhile.
 */
export async function openDatabase(config: Config, log: Logger): Promise<OpenedDatabase> {
  const { DATA_DIR } = config
  await makeDataDir(DATA_DIR)
  const lock = config.DATABASE_URL === undefined ? await usingDataDir(DATA_DIR, () => lockDataDir(DATA_DIR)) : undefined
  try {
    const database = await connect(config, log)
    try {
      const record = await selectCheckRecord(database.kysely)
      const keys = await findKeys(config, record !== undefined)
      if (record !== undefined) {
        verify(keys, record)
        await compareAuthSecret(database.kysely, keys, config)
      }
      await requireOwnJobs(config, database)
      await migrateApart(config, database, record ?? createCheckRecord(keys.kek), log)
      if (record === undefined) {
        const stored = await selectCheckRecord(database.kysely)
        if (stored !== undefined) verify(keys, stored)
      }
      await verifyAuthSecret(database.kysely, keys, config)
      return {
        database,
        keys,
        async close() {
          await database.close()
          await lock?.release()
        },
      }
    } catch (error) {
      await database.close()
      throw error
    }
  } catch (error) {
    await lock?.release()
    throw error
  }
}

/** Throws `StartError` where the job queue would be in a schema of somebody else. */
async function requireOwnJobs(config: Config, database: Database): Promise<void> {
  const words = config.JOBS === 'on' ? await foreignJobs(database.kysely) : undefined
  if (words !== undefined) throw new StartError(words)
}

/** Migrates PostgreSQL on its own connection, which has no limit and never makes others wait for long. */
async function migrateApart(config: Config, database: Database, record: Uint8Array, log: Logger): Promise<void> {
  const own = config.DATABASE_URL === undefined ? undefined : openForMigration(config.DATABASE_URL, idleBroke(log))
  const onWait = () =>
    log.warn('the migration waits: another process is migrating this database, or a transaction has locked a table')
  try {
    await migrate(own ?? database.kysely, record, onWait)
  } finally {
    await own?.destroy()
  }
}

function idleBroke(log: Logger): (error: Error) => void {
  return (error) => log.warn({ reason: error.message }, 'an idle database connection broke')
}

async function connect(config: Config, log: Logger): Promise<Database> {
  const onError = idleBroke(log)
  if (config.DATABASE_URL !== undefined) {
    return createDb({ url: config.DATABASE_URL, poolSize: config.DATABASE_POOL }, onError)
  }
  const dir = join(config.DATA_DIR, 'postgres')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  return createDb({ dir }, onError)
}

function verify(keys: Keys, record: Uint8Array): void {
  try {
    verifyCheckRecord(keys.kek, record)
  } catch (error) {
    if (!(error instanceof SealingError)) throw error
    throw new StartError(`ENCRYPTION_KEY does not fit this database: ${error.message}`)
  }
}
