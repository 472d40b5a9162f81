import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely } from 'kysely'
import type { Tables } from '../tables/index.ts'
import type { Database } from './database.ts'
import { OwnDialect } from './dialect.ts'
import { FairPool } from './fair-pool.ts'
import { Engine } from './pglite-engine.ts'
import { statementNames } from './prepared.ts'
import { sendStatements } from './statements.ts'

/** Opens PGlite in a directory, which must exist; `createDb` says how. */
export async function openPglite(dir: string, onError: (error: Error) => void): Promise<Database> {
  const lite = new Engine(dir)
  await lite.waitReady
  // A named statement keeps its plan, and tables grow: it must not be one that reads the whole of a table that was small.
  await lite.exec('set enable_seqscan = off')
  // One session. A statement outside a transaction that waits for it could wait for ever, so there is a limit.
  const pool = new FairPool({ ...createPgConfig(lite), max: 1, connectionTimeoutMillis: 10_000 })
  pool.on('error', onError)
  // The pool listens to idle connections alone. Where the engine dies of a statement, its connection emits the error too,
  // and that would end the process if nobody listened.
  const name = statementNames()
  pool.on('connect', (client) => {
    client.on('error', () => {})
    sendStatements(client, { name, begin: (begin) => begin, onFailure() {} })
  })
  const kysely = new Kysely<Tables>({ dialect: new OwnDialect({ pool }) })
  return {
    kind: 'pglite',
    kysely,
    pool,
    pools: [pool],
    died: lite.died,
    renew() {},
    async close() {
      await kysely.destroy()
      await lite.close()
    },
  }
}
