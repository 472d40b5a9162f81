import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How often a closing server looks for idle connections, in milliseconds. */
const everyMs = 100

/**
 * Tracks the connections of a server, and returns a function that closes it. Node's `close` waits, for as long as the
 * client likes, for connections without a request (browsers open some in advance) and for those whose last request ends
 * after the call. The function calls `close`, and destroys both kinds until that has resolved.
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
