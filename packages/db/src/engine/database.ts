import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from '../tables/index.ts'
import { databaseAddresses } from './database-url.ts'
import { Pipeline, PipelinedKysely, silentMs } from './pipeline.ts'
import { PostgresPool } from './postgres-pool.ts'

/**
 * A connected database. `pools` are all that there are: `pool`, and on PostgreSQL that of short reads. `close` ends every
 * connection and, embedded, flushes and closes the files.
 */
export interface Database {
  readonly kind: 'postgresql' | 'pglite'
  readonly kysely: Kysely<Tables>
  readonly pool: pg.Pool
  readonly pools: readonly pg.Pool[]
  /** Connects anew: what is connected now belongs to a server that has changed its part. */
  renew(): void
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

/** How long statements may take. A short read that waits holds up the others, and has little patience. */
const limits = { statementMs: 30_000, lockMs: 3_000 }
const shortReadLimits = { statementMs: 1_500, lockMs: 500 }

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
    renew() {},
    async close() {
      await kysely.destroy()
      await lite.close()
    },
  }
}

function openPostgres(url: string, poolSize: number, onError: (error: Error) => void): Database {
  const common = { addresses: databaseAddresses(url), onError, onReadOnly: renew }
  // Under load the pipeline keeps its connection: one that is the only one would never be had by anything else.
  const shared =
    poolSize > 1
      ? new PostgresPool({ ...common, max: 1, pipeline: true, limits: shortReadLimits, scans: false })
      : undefined
  const pool = new PostgresPool({ ...common, max: shared === undefined ? poolSize : poolSize - 1, limits, scans: true })
  const pools = shared === undefined ? [pool] : [pool, shared]
  // The others have gone the same way, and would be found out one by one, a call each.
  const pipeline = shared && new Pipeline(shared, pool, () => giveUpAll('another connection fell silent', silentMs))
  const kysely = new PipelinedKysely({ dialect: new PostgresDialect({ pool }) }, pipeline)

  function giveUpAll(reason: string, lentForMs: number): void {
    for (const each of pools) each.giveUp(reason, lentForMs)
  }
  function renew(): void {
    pipeline?.renew()
    giveUpAll('the database takes no writes', Number.POSITIVE_INFINITY)
  }

  return {
    kind: 'postgresql',
    kysely,
    pool,
    pools,
    renew,
    async close() {
      await Promise.all([kysely.destroy(), shared?.end()])
    },
  }
}
