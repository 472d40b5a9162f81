import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How often connections that have become idle are looked for while a server closes, in milliseconds. */
const everyMs = 100

/**
 * Follows the connections of a server from now on and returns a way to let it close. Node's own `close` waits, for as
 * long as the client likes, for connections that have not sent a request yet (browsers open such in advance) and for
 * those whose last request ends only after the call. The way calls `close`, and hangs up on both until it has resolved.
 */
export function closingOf(server: Server): (close: () => Promise<unknown>) => Promise<void> {
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))

  function hangUp(): void {
    server.closeIdleConnections()
    for (const socket of unused) socket.destroy()
  }

  return async (close) => {
    const closed = close()
    hangUp()
    const timer = setInterval(hangUp, everyMs)
    try {
      await closed
    } finally {
      clearInterval(timer)
    }
  }
}
