import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** A network between the server and its PostgreSQL that can be cut or fall silent. */
export interface PostgresRelay {
  /** The address of a database, by way of this relay. */
  through(url: string): Promise<string>
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>
  /** Takes connections again after `cut`. */
  mend(): Promise<void>
  /** Keeps every open connection open and passes nothing on it any more; new connections work. */
  fallSilent(): void
  /** How many connections are open. */
  open(): number
}

/** Passes TCP connections on to the server of the address it is given, which may listen on a Unix socket alone. */
export function createPostgresRelay(): PostgresRelay {
  const pairs = new Set<readonly [Socket, Socket]>()
  let upstream: { path: string } | { host: string; port: number } | undefined
  let server: Server | undefined
  let port = 0

  function pass(near: Socket): void {
    if (upstream === undefined) throw new Error('there is nothing to connect to yet')
    const far = 'path' in upstream ? connect(upstream.path) : connect(upstream.port, upstream.host)
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [one, other] of [pair, [far, near] as const]) {
      one.on('error', () => other.destroy())
      one.on('close', () => {
        pairs.delete(pair)
        other.destroy()
      })
      one.pipe(other)
    }
  }

  async function mend(): Promise<void> {
    server = createServer(pass).listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address === 'object' && address !== null) port = address.port
  }

  return {
    async through(url) {
      const target = new URL(url)
      const folder = target.searchParams.get('host')
      upstream =
        folder === null
          ? { host: target.hostname, port: Number(target.port || 5432) }
          : { path: join(folder, `.s.PGSQL.${target.port || 5432}`) }
      await mend()
      target.search = ''
      target.host = `127.0.0.1:${port}`
      return target.href
    },
    async cut() {
      const closed = server?.close()
      for (const [near, far] of pairs) {
        near.destroy()
        far.destroy()
      }
      if (closed !== undefined) await once(closed, 'close')
    },
    mend,
    fallSilent() {
      for (const [near, far] of pairs) {
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          one.unpipe(other)
          // What still comes is read and lost: its sender's system goes on hearing that it has arrived.
          one.resume()
        }
      }
    },
    open: () => pairs.size,
  }
}
