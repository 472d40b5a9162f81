import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import * as z from 'zod'

export interface UnreadAnswers {
  /** How long a client may take none of what waits for it, in milliseconds. */
  readonly afterMs: number
  /** How often all connections are looked at, in milliseconds. */
  readonly everyMs: number
}

/** How far the write under way is. Node's own time-outs of sockets look at the same. */
const underWay = z.object({ _handle: z.object({ writeQueueSize: z.number() }) })

/**
 * Breaks connections off whose client takes nothing of what waits for it, since each holds its answer in memory. A
 * client that takes a little now and then is left alone, and so is a connection for which nothing waits, since a stream
 * may be silent for long. What a client sends meanwhile does not count.
 */
export function endUnreadAnswers(server: Server, { afterMs, everyMs }: UnreadAnswers): void {
  const open = new Map<Socket, { state: string; since: number }>()
  server.on('connection', (socket: Socket) => {
    open.set(socket, { state: '', since: 0 })
    socket.once('close', () => open.delete(socket))
  })

  function look(): void {
    const now = performance.now()
    for (const [socket, seen] of open) {
      if (socket.writableLength === 0) seen.state = ''
      else if (seen.state !== stateOf(socket)) open.set(socket, { state: stateOf(socket), since: now })
      else if (now - seen.since >= afterMs) socket.destroy()
    }
  }

  const timer = setInterval(look, everyMs).unref()
  server.once('close', () => clearInterval(timer))
}

/** How far the client is: what the system has taken in whole writes, and what it has left of the one under way. */
function stateOf(socket: Socket): string {
  const handle = underWay.safeParse(socket)
  const left = handle.success ? handle.data._handle.writeQueueSize : 0
  return `${socket.bytesWritten - socket.writableLength} ${left}`
}
