import { Kysely, type KyselyConfig } from 'kysely'
import type pg from 'pg'
import type { Tables } from '../tables/index.ts'
import { DatabaseSilentError, isTimeLimit, isUnavailable } from './errors.ts'
import { giveUp } from './postgres-pool.ts'
import { Siding } from './siding.ts'

/** A connection with reads under way on which nothing has come for so many looks at it is silent. */
const looks = 4
const lookMs = 500

/** How long the connection of short reads is silent before it is given up, in milliseconds. */
export const silentMs = looks * lookMs

interface Read {
  readonly text: string
}

/** A connection while it is lent for short reads. */
interface Lent {
  readonly client: Promise<pg.PoolClient>
  /** The oldest first: they are answered in that order. */
  readonly underWay: Set<Read>
  /** Looks in a row at which nothing had come. */
  idleLooks: number
  /** The statement for whose sake the connection was given up. */
  heldUpBy: string | undefined
  /** Whether the connection is thrown away when it is given back. */
  unfit: boolean
  watch?: NodeJS.Timeout
}

/**
 * One connection for all short reads of the moment: each is sent without waiting for the answers to those before it
 * (https://node-postgres.com/features/pipelining), and ends with a Sync of its own, so that an error is its own too.
 * `docs/decisions/0005-pipelined-reads.md` says why.
 *
 * What is read here must be short, whatever the data: it holds up those behind it. And it must be no write: a commit
 * would wait for the disk alone, instead of together with others.
 *
 * A statement that does not get its lock in time goes to the siding, and what waited behind it is read again on a new
 * connection. A connection on which nothing comes is given up; what was under way on it fails with an error that
 * `isUnavailable` knows, and `onSilence` hears of it.
 */
export class Pipeline {
  readonly #pool: pg.Pool
  readonly #siding: Siding
  readonly #onSilence: () => void
  #lent: Lent | undefined

  /** `pool` must have been made for a pipeline; `others` are connections on which a statement may wait. */
  constructor(pool: pg.Pool, others: pg.Pool, onSilence: () => void) {
    this.#pool = pool
    this.#siding = new Siding(others)
    this.#onSilence = onSilence
  }

  /** The rows of a read. Throws what the database says, or an error that `isUnavailable` knows. */
  async read<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    if (this.#siding.has(text)) return this.#siding.read<Row>(text, values)
    const lent = this.#lend()
    try {
      return await this.#readOn<Row>(lent, text, values)
    } catch (error) {
      // Held up by another statement, which is set aside by now: the next connection is rid of it.
      if (lent.heldUpBy === undefined || lent.heldUpBy === text) throw error
    }
    return this.#readOn<Row>(this.#lend(), text, values)
  }

  /** Reads on another connection from now on: something about the database has changed. */
  renew(): void {
    if (this.#lent === undefined) return
    this.#lent.unfit = true
    this.#lent = undefined
  }

  #lend(): Lent {
    this.#lent ??= {
      client: this.#pool.connect(),
      underWay: new Set(),
      idleLooks: 0,
      heldUpBy: undefined,
      unfit: false,
    }
    return this.#lent
  }

  async #readOn<Row extends object>(lent: Lent, text: string, values: readonly unknown[]): Promise<Row[]> {
    const read: Read = { text }
    lent.underWay.add(read)
    try {
      const client = await lent.client
      lent.watch ??= setInterval(() => this.#look(lent, client), lookMs)
      const { rows } = await client.query<Row>(text, [...values])
      return rows
    } catch (error) {
      if (isTimeLimit(error)) this.#setAside(lent, read)
      // It may be the connection that failed: whatever comes next asks the pool, which keeps none that is broken.
      if (isUnavailable(error)) this.#leave(lent)
      throw error
    } finally {
      lent.idleLooks = 0
      lent.underWay.delete(read)
      if (lent.underWay.size === 0) this.#giveBack(lent)
    }
  }

  /** Nothing is silent for being looked at late: a busy process looks seldom, and reads what has come in between. */
  #look(lent: Lent, client: pg.PoolClient): void {
    lent.idleLooks += 1
    if (lent.idleLooks < looks) return
    const [oldest] = lent.underWay
    if (oldest !== undefined) this.#siding.add(oldest.text)
    this.#leave(lent)
    giveUp(client, new DatabaseSilentError('nothing came on the connection of short reads'))
    this.#onSilence()
  }

  /** Each that was sent already would wait as long again, with everything else behind it. */
  #setAside(lent: Lent, held: Read): void {
    const { text } = held
    this.#siding.add(text)
    const again = [...lent.underWay].some((read) => read !== held && read.text === text)
    if (!again || lent.heldUpBy !== undefined) return
    lent.heldUpBy = text
    lent.unfit = true
    this.#leave(lent)
    lent.client.then(
      (client) => giveUp(client, new DatabaseSilentError('a statement held up those behind it')),
      () => {},
    )
  }

  #leave(lent: Lent): void {
    if (this.#lent === lent) this.#lent = undefined
  }

  #giveBack(lent: Lent): void {
    clearInterval(lent.watch)
    this.#leave(lent)
    // Where no connection was had, there is none to give back: whoever wanted to read has been told.
    lent.client.then(
      (client) => client.release(lent.unfit),
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
