import type { buildConnector } from 'undici'

/** How long a connection whose write has failed is still read, in milliseconds. */
const readForMs = 1_000

/**
 * Opens connections that are read to their end where a write fails. A server may answer an upload early, mostly because
 * it is too large, and close: the next write then fails, and undici would give the request up although the answer has
 * arrived.
 */
export function readingFirst(connect: buildConnector.connector): buildConnector.connector {
  return (options, done) =>
    connect(options, (...opened) => {
      const [, socket] = opened
      // There is none where no connection was made, whatever the type says.
      if (socket) readBeforeEnd(socket)
      done(...opened)
    })
}

type Socket = Exclude<Parameters<buildConnector.Callback>[1], null>

/** Tells of a failed write only when what has arrived is read: the socket reads nothing more from then on. */
function readBeforeEnd(socket: Socket): void {
  type Done = (error?: Error | null) => void
  const late =
    (done: Done): Done =>
    (error) => {
      if (!isFailedWrite(error) || socket.readableEnded) return done(error)
      const end = () => {
        clearTimeout(timer)
        done(error)
      }
      const timer = setTimeout(end, readForMs)
      socket.once('end', end)
    }
  const write = socket._write.bind(socket)
  const writeAll = socket._writev?.bind(socket)
  socket._write = (chunk, encoding, done) => write(chunk, encoding, late(done))
  if (writeAll !== undefined) socket._writev = (chunks, done) => writeAll(chunks, late(done))
}

function isFailedWrite(error: Error | null | undefined): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === 'EPIPE' || error.code === 'ECONNRESET'
}
