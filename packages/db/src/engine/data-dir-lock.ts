import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, open, realpath, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The data directory is not free; the message says which and what to do. */
export class DataDirLockedError extends Error {
  override readonly name = 'DataDirLockedError'
}

export interface DataDirLock {
  /** Lets the next process in. Calling it again does nothing. */
  release(): Promise<void>
}

/** How long one starter waits for another that is about to find out whether the directory is free. */
const guardMs = 3_000
const guardPollMs = 10
/** What macOS has room for in a socket address; Linux has four bytes more. */
const longestSocketPath = 103

/**
 * Takes a data directory for this process alone, making it first where it is absent, and its mode 0700 in any case.
 * PGlite itself opens a directory that is in use without complaint. The lock is a listening socket: it ends with the
 * process, however that ends, and neither a file nor a process id left behind can be mistaken for it.
 * On Linux the socket has an abstract name (unix(7)) made of the hash of the real path: no file, but also unseen by
 * containers with a network namespace of their own that share the directory. Elsewhere it is a file in the directory;
 * `kind` is for tests of that way on Linux. The lock does not keep the process alive.
 * Throws DataDirLockedError where the directory is taken, and the system's error where it cannot be made or read.
 */
export async function lockDataDir(
  dir: string,
  options: { kind?: 'abstract-socket' | 'socket-file' } = {},
): Promise<DataDirLock> {
  const { kind = process.platform === 'linux' ? 'abstract-socket' : 'socket-file' } = options
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await chmod(dir, 0o700)
  const path = await realpath(dir)
  const server = await (kind === 'abstract-socket' ? listen(abstractName(path)) : listenOnFile(path))
  if (server === undefined) {
    throw new DataDirLockedError(
      `The data directory ${path} is in use by another process. Stop that process, or set DATA_DIR to another directory.`,
    )
  }
  return {
    async release() {
      if (server.listening) await once(server.close(), 'close')
    },
  }
}

function abstractName(path: string): string {
  return `\0app-connections:${createHash('sha256').update(path).digest('hex')}`
}

/** Undefined where somebody listens there already, or a socket file is in the way. */
async function listen(path: string): Promise<Server | undefined> {
  // Whoever connects only wants to know that somebody listens.
  const server = createServer((socket) => socket.destroy())
  // Exclusive: a worker of a cluster must not share its primary's socket, and with it the lock.
  server.listen({ path, exclusive: true })
  try {
    await once(server, 'listening')
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) return undefined
    throw error
  }
  return server.unref()
}

/**
 * A socket file outlives a killed process, so it has to be removed, and two starters could remove each other's. Hence
 * a guard file, made exclusively, around looking, removing and listening; the holder of the lock needs it no more.
 */
async function listenOnFile(dir: string): Promise<Server | undefined> {
  const socketPath = join(dir, 'lock.sock')
  if (Buffer.byteLength(socketPath) > longestSocketPath) {
    throw new Error(`The path of the data directory ${dir} is too long for a socket in it: choose a shorter one`)
  }
  const guardPath = join(dir, 'lock.guard')
  await takeGuard(guardPath)
  try {
    if (await isListening(socketPath)) return undefined
    await rm(socketPath, { force: true })
    return await listen(socketPath)
  } finally {
    await rm(guardPath)
  }
}

async function takeGuard(guardPath: string): Promise<void> {
  const deadline = performance.now() + guardMs
  while (performance.now() < deadline) {
    try {
      const guard = await open(guardPath, 'wx', 0o600)
      return await guard.close()
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
      await sleep(guardPollMs)
    }
  }
  // Its maker was killed in the instant it held it. Whether it is merely slow cannot be told, so nothing is removed.
  throw new DataDirLockedError(`Another start is under way. If no other process is starting, delete ${guardPath}.`)
}

async function isListening(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath)
  try {
    await once(socket, 'connect')
    return true
  } catch (error) {
    if (hasCode(error, 'ECONNREFUSED', 'ENOENT')) return false
    // Too many are asking at once: somebody listens.
    if (hasCode(error, 'EAGAIN')) return true
    throw error
  } finally {
    socket.destroy()
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code)
}
