import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** A network between the server and its PostgreSQL that can be cut. */
export interface PostgresProxy {
  /** The address of a database, by way of this proxy. */
  through(url: string): Promise<string>
  cut(): Promise<void>
  mend(): Promise<void>
}

/** Passes TCP connections on to the server of the address it is given, which may listen on a Unix socket alone. */
export function createPostgresProxy(): PostgresProxy {
  const sockets = new Set<Socket>()
  let upstream: { path: string } | { host: string; port: number } | undefined
  let server: Server | undefined
  let port = 0

  function pass(socket: Socket): void {
    if (upstream === undefined) throw new Error('there is nothing to connect to yet')
    const far = 'path' in upstream ? connect(upstream.path) : connect(upstream.port, upstream.host)
    for (const [one, other] of [
      [socket, far],
      [far, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
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
      for (const socket of sockets) socket.destroy()
      if (closed !== undefined) await once(closed, 'close')
    },
    mend,
  }
}
