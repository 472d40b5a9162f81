import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely } from 'kysely'
import type { Tables } from '../tables/index.ts'
import type { Database } from './database.ts'
import { OwnDialect } from './dialect.ts'
import { FairPool } from './fair-pool.ts'
import { boundedTimers } from './pglite-timers.ts'

/** Opens PGlite in a directory, which must exist; `createDb` says how. */
export async function openPglite(dir: string, onError: (error: Error) => void): Promise<Database> {
  const lite = new PGlite(dir, { extensions: { boundedTimers } })
  await lite.waitReady
  // One session. A statement outside a transaction that waits for it could wait for ever, so there is a limit.
  const pool = new FairPool({ ...createPgConfig(lite), max: 1, connectionTimeoutMillis: 10_000 })
  pool.on('error', onError)
  const kysely = new Kysely<Tables>({ dialect: new OwnDialect({ pool }) })
  return {
    kind: 'pglite',
    kysely,
    pool,
    pools: [pool],
    renew() {},
    async close() {
      await kysely.destroy()
      await lite.close()
    },
  }
}
