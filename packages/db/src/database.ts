import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { Pipeline, PipelinedKysely } from './pipeline.ts'
import { prepareStatements } from './prepared.ts'
import type { Tables } from './tables.ts'

/** A connected database. `close` ends every connection and, embedded, flushes and closes the files. */
export interface Database {
  readonly kind: 'postgresql' | 'pglite'
  readonly kysely: Kysely<Tables>
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Where statements run: the database, or one transaction of it. */
export type Queryable = Kysely<Tables>

/**
 * Opens PostgreSQL by its URL (`poolSize` connections, 10 unless told), or PGlite in a directory, which must exist.
 * Both through node-postgres and one dialect, so that types and parsers are the same. `onError` hears of idle connections
 * that break; without it such a break would end the process.
 */
export async function createDb(
  target: { url: string; poolSize?: number } | { dir: string },
  onError: (error: Error) => void = () => {},
): Promise<Database> {
  if ('url' in target) {
    const poolSize = target.poolSize ?? 10
    const pool = new pg.Pool({
      connectionString: target.url,
      max: poolSize,
      pipeline: true,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      application_name: 'app-connections',
    })
    pool.on('error', onError)
    // The pool listens to idle connections alone. One that breaks while it is lent out fails its statement, or the next
    // one, and also emits an error that would end the process if nobody listened.
    pool.on('connect', (client) => client.on('error', () => {}))
    prepareStatements(pool)
    // Under load the pipeline keeps its connection: one that is the only one would never be had by anything else.
    const pipeline = poolSize > 1 ? new Pipeline(pool) : undefined
    const kysely = new PipelinedKysely({ dialect: new PostgresDialect({ pool }) }, pipeline)
    return { kind: 'postgresql', kysely, pool, close: () => kysely.destroy() }
  }
  const lite = new PGlite(target.dir)
  await lite.waitReady
  // One session: a statement outside a transaction that waits for the same session would wait for ever, hence the limit.
  const pool = new pg.Pool({ ...createPgConfig(lite), connectionTimeoutMillis: 10_000 })
  pool.on('error', onError)
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    kind: 'pglite',
    kysely,
    pool,
    async close() {
      await kysely.destroy()
      await lite.close()
    },
  }
}
