import { Kysely, type KyselyConfig } from 'kysely'
import type pg from 'pg'
import type { Tables } from '../tables/index.ts'

/**
 * What a pool must be made with to carry a pipeline. A statement is prepared once a connection, and what was planned while
 * a table was small would go on reading it from end to end while it grows, with every other read behind it: these reads
 * know their row by a key, so an index is always right.
 */
export const pipelined: pg.PoolConfig = {
  pipeline: true,
  onConnect: async (client) => {
    await client.query('set enable_seqscan = off')
  },
}

/**
 * One connection for all short reads of the moment: each is sent without waiting for the answers to those before it
 * (https://node-postgres.com/features/pipelining), and ends with a Sync of its own, so that an error is its own too.
 * `docs/decisions/0005-pipelined-reads.md` says why.
 *
 * What is read here must be short, whatever the data: it holds up those behind it. And it must be no write: a commit
 * would wait for the disk alone, instead of together with others.
 */
export class Pipeline {
  readonly #pool: pg.Pool
  #lent: { client: Promise<pg.PoolClient>; pending: number } | undefined

  /** The pool must be made with what `pipelined` says. */
  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async read<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    this.#lent ??= { client: this.#pool.connect(), pending: 0 }
    const lent = this.#lent
    lent.pending += 1
    try {
      const client = await lent.client
      const { rows } = await client.query<Row>(text, [...values])
      return rows
    } catch (error) {
      // It may be the connection that failed: whatever comes next asks the pool, which keeps none that is broken.
      if (this.#lent === lent) this.#lent = undefined
      throw error
    } finally {
      lent.pending -= 1
      if (lent.pending === 0) this.#giveBack(lent.client)
    }
  }

  #giveBack(client: Promise<pg.PoolClient>): void {
    if (this.#lent?.client === client) this.#lent = undefined
    // Where no connection was had, there is none to give back: whoever wanted to read has been told.
    client.then(
      (had) => had.release(),
      () => {},
    )
  }
}

/** The database itself, as opposed to one of its transactions, with a pipeline where it has one. */
export class PipelinedKysely extends Kysely<Tables> {
  readonly pipeline: Pipeline | undefined

  constructor(config: KyselyConfig, pipeline: Pipeline | undefined) {
    super(config)
    this.pipeline = pipeline
  }
}
