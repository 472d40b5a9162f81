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
import { statementNames } from './prepared.ts'
import { beginSession, limitedBegin, type SessionOptions } from './session.ts'
import { sendStatements } from './statements.ts'

export interface PostgresPoolOptions extends SessionOptions {
  /** One database by the addresses of its servers, of which one takes writes. */
  readonly addresses: readonly string[]
  readonly max: number
  /** Lets each statement be sent without waiting for the answers to those before it. */
  readonly pipeline?: boolean
  /** Hears of connections that break while nobody has them, which would end the process otherwise. */
  readonly onError: (error: Error) => void
  /** Hears that the database takes no writes any more: what is connected to it is of no use. */
  readonly onReadOnly: () => void
}

/** A connection is made within so long, in milliseconds, or given up. */
const connectMs = 5_000
/** The database ends a statement at its limit. An answer that is so much later does not come. */
const lateMs = 5_000
/** The system asks the other side whether it is still there when nothing has come for so long. */
const keepAliveMs = 15_000

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void

/**
 * Connections to PostgreSQL. Each new one is told how to behave and asked whether it takes writes; where it does not, or
 * none can be made, the next address is tried. One that never answers, or that takes no writes any more, is given up.
 *
 * `connect` and `query` throw `DatabaseUnreachableError` where no connection is to be had.
 */
export class PostgresPool extends pg.Pool {
  readonly #addresses: Addresses
  readonly #clients = new Set<pg.PoolClient>()
  readonly #lentAt = new Map<pg.PoolClient, number>()

  constructor(options: PostgresPoolOptions) {
    const { addresses: all, max, limits, pipeline = false, onError, onReadOnly } = options
    const addresses = new Addresses(all)
    const throughPooler = new WeakSet<pg.ClientBase>()
    super({
      Client: clientOf(addresses),
      max,
      pipeline,
      application_name: 'app-connections',
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      // A pipeline has a watch of its own, and a timer less for each statement; without a limit there is no end to wait for.
      ...(pipeline || limits.statementMs === 0 ? {} : { query_timeout: limits.statementMs + lateMs }),
      onConnect: async (client) => {
        const { direct, readOnly } = await beginSession(client, options)
        if (readOnly) throw new DatabaseReadOnlyError()
        if (!direct) throughPooler.add(client)
      },
    })
    this.#addresses = addresses
    const names = statementNames()
    this.on('error', onError)
    this.on('connect', (client) => {
      this.#clients.add(client)
      // The pool listens to idle connections alone. One that breaks while it is lent out fails its statement, or the next
      // one, and also emits an error that would end the process if nobody listened.
      client.on('error', () => {})
      const pooler = throughPooler.has(client)
      sendStatements(client, {
        // A pooler gives the next statement another server's connection, which may not know the name.
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
    const lent = this.#connect()
    if (callback === undefined) return lent
    lent.then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error: Error) => callback(error, undefined, () => {}),
    )
    return undefined
  }

  /** Gives up every connection that nobody has, and those that somebody has had for so long, in milliseconds. */
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
        // The server is well: its connections are all at something.
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

/** node-postgres makes each connection of a pool by one configuration; this one goes to the current address. */
function clientOf(addresses: Addresses): new () => pg.Client {
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super({ ...(typeof config === 'object' ? config : {}), connectionString: addresses.current })
    }
  }
}
