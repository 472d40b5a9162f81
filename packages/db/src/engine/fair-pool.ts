import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { type Owner, Shares } from './shares.ts'

export type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void

const owners = new AsyncLocalStorage<Owner>()

/** Work that nobody waits for has so many connections at most. */
const background: Owner = { name: 'background', most: 2 }

/** Does work whose connections count as an organization's: it has its share of them, and leaves the others theirs. */
export function onBehalfOf<T>(orgId: string, work: () => T): T {
  return owners.run({ name: orgId, most: Number.POSITIVE_INFINITY }, work)
}

/** Does work that nobody waits for, on few connections. */
export function inBackground<T>(work: () => T): T {
  return owners.run(background, work)
}

/** Does work on nobody's behalf, whoever has started it: it is short, and comes first. */
export function aheadOfAll<T>(work: () => T): T {
  return owners.exit(work)
}

/** What node-postgres says where its own pool has none free. */
const noneFree = 'timeout exceeded when trying to connect'

/**
 * A pool that lends each connection to whoever works on behalf of somebody, within their share, or to `one` for all at
 * once. What is borrowed on nobody's behalf (who calls, how often) comes first.
 */
export class FairPool extends pg.Pool {
  readonly #shares: Shares
  readonly #ownerOf = new Map<pg.PoolClient, Owner | undefined>()
  readonly #lentTo: 'each' | 'one'
  readonly #waitMs: number

  constructor(
    config: pg.PoolConfig & { max: number; connectionTimeoutMillis: number },
    lentTo: 'each' | 'one' = 'each',
  ) {
    super(config)
    this.#shares = new Shares(config.max)
    this.#lentTo = lentTo
    this.#waitMs = config.connectionTimeoutMillis
    this.on('release', (_error, client) => {
      const owner = this.#ownerOf.get(client)
      if (!this.#ownerOf.delete(client)) return
      // Once it is back: whoever is next is lent this one, and not a new one.
      queueMicrotask(() => this.#shares.giveBack(owner))
    })
  }

  /** How many wait because whoever they work for has their share. */
  get waitingForShare(): number {
    return this.#shares.waiting
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: ConnectCallback): void
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    return answerBy(this.#connect(), callback)
  }

  async #connect(): Promise<pg.PoolClient> {
    const owner = this.#lentTo === 'one' ? undefined : owners.getStore()
    if (!(await this.#shares.take(owner, this.#waitMs))) throw new Error(noneFree)
    try {
      const client = await super.connect()
      this.#ownerOf.set(client, owner)
      return client
    } catch (error) {
      this.#shares.giveBack(owner)
      throw error
    }
  }
}

/** Gives a connection to whoever asked by a callback, or by waiting for a promise. */
export function answerBy(
  lent: Promise<pg.PoolClient>,
  callback: ConnectCallback | undefined,
): Promise<pg.PoolClient> | undefined {
  if (callback === undefined) return lent
  lent.then(
    (client) => callback(undefined, client, (release) => client.release(release)),
    (error: Error) => callback(error, undefined, () => {}),
  )
  return undefined
}
