import { Kysely } from 'kysely'
import type { Tables } from '../tables/index.ts'
import type { Database } from './database.ts'
import { databaseAddresses } from './database-url.ts'
import { OwnDialect } from './dialect.ts'
import { Pipeline, PipelinedKysely, silentMs } from './pipeline.ts'
import { PostgresPool } from './postgres-pool.ts'

/** How long statements may take. A short read that waits delays others, so it waits less. */
const limits = { statementMs: 30_000, lockMs: 3_000 }
const shortReadLimits = { statementMs: 1_500, lockMs: 500 }
/**
 * A migration may take any time. While it waits for a lock, everybody else waits behind it, so that wait must be short.
 */
const migrationLimits = { statementMs: 0, lockMs: 2_000 }

/** Opens PostgreSQL with that many connections, as `createDb` says. */
export function openPostgres(url: string, poolSize: number, onError: (error: Error) => void): Database {
  const common = { addresses: databaseAddresses(url), onError, onReadOnly: renew }
  // Under load the pipeline keeps its connection. If that were the only one, nothing else would get one.
  const shared =
    poolSize > 1
      ? new PostgresPool({ ...common, max: 1, pipeline: true, limits: shortReadLimits, scans: false })
      : undefined
  const pool = new PostgresPool({ ...common, max: shared === undefined ? poolSize : poolSize - 1, limits, scans: true })
  const pools = shared === undefined ? [pool] : [pool, shared]
  // The other connections have failed in the same way, and would be found out one by one, a call each.
  const pipeline = shared && new Pipeline(shared, pool, () => giveUpAll('another connection fell silent', silentMs))
  const kysely = new PipelinedKysely({ dialect: new OwnDialect({ pool }) }, pipeline)

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
    died: new Promise(() => {}),
    async close() {
      await Promise.all([kysely.destroy(), shared?.end()])
    },
  }
}

/** One connection for migrating PostgreSQL: its statements have no limit, but wait only briefly for a lock. */
export function openForMigration(url: string, onError: (error: Error) => void): Kysely<Tables> {
  const pool = new PostgresPool({
    addresses: databaseAddresses(url),
    max: 1,
    limits: migrationLimits,
    scans: true,
    onError,
    onReadOnly() {},
  })
  return new Kysely<Tables>({ dialect: new OwnDialect({ pool }) })
}
