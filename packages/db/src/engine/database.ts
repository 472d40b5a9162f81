import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Tables } from '../tables/index.ts'
import { FairPool } from './fair-pool.ts'

/**
 * A connected database. `pools` are all its pools: `pool` and, on PostgreSQL, that of short reads. `close` ends every
 * connection; for the embedded database it flushes and closes the files.
 */
export interface Database {
  readonly kind: 'postgresql' | 'pglite'
  readonly kysely: Kysely<Tables>
  readonly pool: pg.Pool
  readonly pools: readonly pg.Pool[]
  /** Replaces all connections, because their server is no longer the one that takes writes. */
  renew(): void
  /** Resolves when the database has ended for this process, which must then end too. PostgreSQL's never does. */
  readonly died: Promise<Error>
  close(): Promise<void>
}

/** How many connections of all pools are idle and busy, and how many callers wait for one. */
export function poolUse(pools: Database['pools']): { idle: number; busy: number; waiting: number } {
  const sum = (count: (pool: pg.Pool) => number) => pools.reduce((all, pool) => all + count(pool), 0)
  return {
    idle: sum(({ idleCount }) => idleCount),
    busy: sum(({ totalCount, idleCount }) => totalCount - idleCount),
    waiting: sum((pool) => pool.waitingCount + (pool instanceof FairPool ? pool.waitingForShare : 0)),
  }
}

/** Where statements run: the database, or one of its transactions. */
export type Queryable = Kysely<Tables>
