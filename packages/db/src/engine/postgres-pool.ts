import pg from 'pg'
import { Addresses } from './addresses.ts'
import {
  DatabaseReadOnlyError,
  DatabaseSilentError,
  DatabaseUnreachableError,
  isNoneFree,
  isReadOnly,
  isSilent,
} from './errors.ts'
import { answerBy, type ConnectCallback, FairPool } from './fair-pool.ts'
import { statementNames } from './prepared.ts'
import { beginSession, limitedBegin, type SessionOptions } from './session.ts'
import { sendStatements } from './statements.ts'

export interface PostgresPoolOptions extends SessionOptions {
  /** The addresses of one database's servers, of which one takes writes. */
  readonly addresses: readonly string[]
  readonly max: number
  /** Sends each statement without waiting for earlier answers. */
  readonly pipeline?: boolean
  /** Gets the errors of idle connections, which would end the process otherwise. */
  readonly onError: (error: Error) => void
  /** Called when the database takes no writes any more, so that its connections are useless. */
  readonly onReadOnly: () => void
}

/** The longest time to make a connection, in milliseconds. */
const connectMs = 5_000
/**
 * The database ends a statement at its limit. An answer that is later than that by so long, in milliseconds, never
 * comes.
 */
const lateMs = 5_000
/** After so long without traffic, in milliseconds, the system asks whether the other side still exists. */
const keepAliveMs = 15_000

/**
 * Connections to PostgreSQL. Each new one sets its session up and asks whether the server takes writes. If it does not,
 * or no connection can be made, the pool tries the next address. A connection that never answers, or whose server stops
 * taking writes, is given up.
 *
 * `connect` and `query` throw `DatabaseUnreachableError` where no connection can be had.
 */
export class PostgresPool extends FairPool {
  readonly #addresses: Addresses
  readonly #clients = new Set<pg.PoolClient>()
  readonly #lentAt = new Map<pg.PoolClient, number>()

  constructor(options: PostgresPoolOptions) {
    const { addresses: all, max, limits, pipeline = false, onError, onReadOnly } = options
    const addresses = new Addresses(all)
    const throughPooler = new WeakSet<pg.ClientBase>()
    const config = {
      Client: clientOf(addresses),
      max,
      pipeline,
      application_name: 'app-connections',
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      // A pipeline has its own watch, which saves a timer for each statement. Without a limit there is no time to
      // watch.
      ...(pipeline || limits.statementMs === 0 ? {} : { query_timeout: limits.statementMs + lateMs }),
      onConnect: async (client: pg.ClientBase) => {
        const { direct, readOnly } = await beginSession(client, options)
        if (readOnly) throw new DatabaseReadOnlyError()
        if (!direct) throughPooler.add(client)
      },
    }
    // The one connection of short reads is everybody's at once.
    super(config, pipeline ? 'one' : 'each')
    this.#addresses = addresses
    const names = statementNames()
    this.on('error', onError)
    this.on('connect', (client) => {
      this.#clients.add(client)
      // The pool listens to idle connections only. A lent one that breaks fails its statement, or the next one, and
      // also emits an error, which would end the process without a listener.
      client.on('error', () => {})
      const pooler = throughPooler.has(client)
      sendStatements(client, {
        // A pooler may run the next statement on another server connection, which does not know the name.
        name: pooler ? () => undefined : names,
        begin: pooler ? (begin) => limitedBegin(begin, limits) : (begin) => begin,
        onFailure(error) {
          if (isReadOnly(error) || isSilent(error)) giveUp(client, error)
          if (isReadOnly(error)) onReadOnly()
        },
      })
    })
    this.on('remove', (client) => this.#clients.delete(client))
    this.on('acquire', (client) => this.#lentAt.set(client, performance.now()))
    this.on('release', (_error, client) => this.#lentAt.delete(client))
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: ConnectCallback): void
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    return answerBy(this.#connect(), callback)
  }

  /** Gives up every idle connection, and every one that has been lent for at least so long, in milliseconds. */
  giveUp(reason: string, lentForMs: number): void {
    const now = performance.now()
    for (const client of this.#clients) {
      const since = this.#lentAt.get(client)
      if (since === undefined || now - since >= lentForMs) giveUp(client, new DatabaseSilentError(reason))
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    for (let tries = 1; ; tries += 1) {
      const address = this.#addresses.current
      try {
        return await super.connect()
      } catch (error) {
        // The server is well, but all its connections are busy.
        if (isNoneFree(error)) throw new DatabaseUnreachableError(error)
        this.#addresses.passOver(address)
        if (tries >= this.#addresses.count) throw new DatabaseUnreachableError(error)
      }
    }
  }
}

/** Ends a connection at once, whatever is under way on it. */
export function giveUp(client: pg.PoolClient, error: unknown): void {
  client.connection.stream.destroy(error instanceof Error ? error : undefined)
}

/** node-postgres makes all connections of a pool by one configuration; this class uses the current address. */
function clientOf(addresses: Addresses): new () => pg.Client {
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super({ ...(typeof config === 'object' ? config : {}), connectionString: addresses.current })
    }
  }
}
