import { Kysely, type KyselyConfig } from 'kysely'
import type pg from 'pg'
import type { Tables } from '../tables/index.ts'
import { DatabaseSilentError, isTimeLimit, isUnavailable } from './errors.ts'
import { giveUp } from './postgres-pool.ts'
import { Siding } from './siding.ts'

/** A connection is silent if nothing has come on it for so many looks while reads are under way. */
const looks = 4
const lookMs = 500

/** The time until a silent connection of short reads is given up, in milliseconds. */
export const silentMs = looks * lookMs

interface Read {
  readonly text: string
}

/** A connection that is lent for short reads. */
interface Lent {
  readonly client: Promise<pg.PoolClient>
  /** The oldest first, which is the order of the answers. */
  readonly underWay: Set<Read>
  /** The looks in a row at which nothing had come. */
  idleLooks: number
  /** The statement that the connection was given up for. */
  heldUpBy: string | undefined
  /** Whether the connection is destroyed when it is given back. */
  unfit: boolean
  watch?: NodeJS.Timeout
}

/**
 * One connection for all short reads of the moment. Each is sent without waiting for the earlier answers
 * (https://node-postgres.com/features/pipelining), and ends with its own Sync, so that an error concerns it alone.
 * `docs/decisions/0005-pipelined-reads.md` says why.
 *
 * A read here must be short for any data, because it delays those behind it. It must not be a write: a commit would
 * wait for the disk alone, instead of together with others.
 *
 * A statement that does not get its lock in time goes to the siding, and the reads behind it run again on a new
 * connection. A silent connection is given up: its reads fail with an error that `isUnavailable` knows, and `onSilence`
 * is called.
 */
export class Pipeline {
  readonly #pool: pg.Pool
  readonly #siding: Siding
  readonly #onSilence: () => void
  #lent: Lent | undefined

  /** `pool` must have been made for a pipeline. `others` are connections on which a statement may wait. */
  constructor(pool: pg.Pool, others: pg.Pool, onSilence: () => void) {
    this.#pool = pool
    this.#siding = new Siding(others)
    this.#onSilence = onSilence
  }

  /** The rows of a read. Throws the database's error, or one that `isUnavailable` knows. */
  async read<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    if (this.#siding.has(text)) return this.#siding.read<Row>(text, values)
    const lent = this.#lend()
    try {
      return await this.#readOn<Row>(lent, text, values)
    } catch (error) {
      // Another statement delayed it and is set aside by now, so the next connection is free of it.
      if (lent.heldUpBy === undefined || lent.heldUpBy === text) throw error
    }
    return this.#readOn<Row>(this.#lend(), text, values)
  }

  /** Uses another connection from now on, because the database has changed. */
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
      // The connection itself may have failed. The next read asks the pool, which keeps no broken one.
      if (isUnavailable(error)) this.#leave(lent)
      throw error
    } finally {
      lent.idleLooks = 0
      lent.underWay.delete(read)
      if (lent.underWay.size === 0) this.#giveBack(lent)
    }
  }

  /** A late look does not make a connection silent: a busy process looks seldom, but first reads what has come. */
  #look(lent: Lent, client: pg.PoolClient): void {
    lent.idleLooks += 1
    if (lent.idleLooks < looks) return
    const [oldest] = lent.underWay
    if (oldest !== undefined) this.#siding.add(oldest.text)
    this.#leave(lent)
    giveUp(client, new DatabaseSilentError('nothing came on the connection of short reads'))
    this.#onSilence()
  }

  /** Reads sent after it would each wait as long again, so they run anew on another connection. */
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
    // Where no connection was had, there is none to give back, and each reader has its error.
    lent.client.then(
      (client) => client.release(lent.unfit),
      () => {},
    )
  }
}

/** The database itself, not one of its transactions, with a pipeline where it has one. */
export class PipelinedKysely extends Kysely<Tables> {
  readonly pipeline: Pipeline | undefined

  constructor(config: KyselyConfig, pipeline: Pipeline | undefined) {
    super(config)
    this.pipeline = pipeline
  }
}
