import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from '../tables/index.ts'
import { Pipeline, PipelinedKysely, pipelined } from './pipeline.ts'
import { prepareStatements } from './prepared.ts'

/**
 * A connected database. `pools` are all that there are: `pool`, and on PostgreSQL that of short reads. `close` ends every
 * connection and, embedded, flushes and closes the files.
 */
export interface Database {
  readonly kind: 'postgresql' | 'pglite'
  readonly kysely: Kysely<Tables>
  readonly pool: pg.Pool
  readonly pools: readonly pg.Pool[]
  close(): Promise<void>
}

/** How many connections of all pools are idle and busy, and how many callers wait for one. */
export function poolUse(pools: Database['pools']): { idle: number; busy: number; waiting: number } {
  const sum = (count: (pool: pg.Pool) => number) => pools.reduce((all, pool) => all + count(pool), 0)
  return {
    idle: sum(({ idleCount }) => idleCount),
    busy: sum(({ totalCount, idleCount }) => totalCount - idleCount),
    waiting: sum(({ waitingCount }) => waitingCount),
  }
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
  if ('url' in target) return openPostgres(target.url, target.poolSize ?? 10, onError)
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
    pools: [pool],
    async close() {
      await kysely.destroy()
      await lite.close()
    },
  }
}

function openPostgres(url: string, poolSize: number, onError: (error: Error) => void): Database {
  function open(max: number, more: pg.PoolConfig = {}): pg.Pool {
    const pool = new pg.Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      application_name: 'app-connections',
      ...more,
    })
    pool.on('error', onError)
    // The pool listens to idle connections alone. One that breaks while it is lent out fails its statement, or the next
    // one, and also emits an error that would end the process if nobody listened.
    pool.on('connect', (client) => client.on('error', () => {}))
    prepareStatements(pool)
    return pool
  }
  // Under load the pipeline keeps its connection: one that is the only one would never be had by anything else.
  const shared = poolSize > 1 ? open(1, pipelined) : undefined
  const pool = open(shared === undefined ? poolSize : poolSize - 1)
  const kysely = new PipelinedKysely({ dialect: new PostgresDialect({ pool }) }, shared && new Pipeline(shared))
  return {
    kind: 'postgresql',
    kysely,
    pool,
    pools: shared === undefined ? [pool] : [pool, shared],
    async close() {
      await Promise.all([kysely.destroy(), shared?.end()])
    },
  }
}
