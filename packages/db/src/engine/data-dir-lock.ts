import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, realpath } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The data directory is not free, or not to be had; the message says which and what to do. */
export class DataDirLockedError extends Error {
  override readonly name = 'DataDirLockedError'
}

export interface DataDirLock {
  /** Lets the next process in. Calling it again does nothing. */
  release(): Promise<void>
}

/** SQLite's result codes (https://sqlite.org/rescode.html). */
const busy = 5

/**
 * Takes a data directory for this process alone, making it first where it is absent, and its mode 0700 in any case.
 * PGlite itself opens a directory that is in use without complaint.
 *
 * The lock is one of the system's on the file `lock` in the directory (fcntl(2), as SQLite takes it; Node has no call of
 * its own). It is where the data is, and so holds for whoever shares the directory: containers, other namespaces,
 * machines on a network's file system that keeps locks. It ends with the process, however that ends; the file itself
 * stays and means nothing. It does not keep the process alive, and no child inherits it.
 *
 * Throws DataDirLockedError where the directory is taken or belongs to somebody else, and the system's error where it
 * cannot be made or written.
 */
export async function lockDataDir(dir: string): Promise<DataDirLock> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const path = await realpath(dir)
  await close(path)
  const file = new DatabaseSync(join(path, 'lock'))
  try {
    // A journal would be a second file, and nothing is ever written.
    file.exec('pragma journal_mode = memory')
    file.exec('begin exclusive')
    // Never opened a second time for that: a process that closes a file loses its locks on it.
    await chmod(join(path, 'lock'), 0o600)
    if (await isHeldByEarlierRelease(path)) throw inUse(path)
  } catch (error) {
    file.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) throw inUse(path)
    throw error
  }
  return {
    async release() {
      if (file.isOpen) file.close()
    },
  }
}

function inUse(path: string): DataDirLockedError {
  return new DataDirLockedError(
    `The data directory ${path} is in use by another process. Stop that process, or set DATA_DIR to another directory.`,
  )
}

/** Lets nobody else into the directory. */
async function close(path: string): Promise<void> {
  try {
    await chmod(path, 0o700)
  } catch (error) {
    if (!hasCode(error, 'EPERM')) throw error
    throw new DataDirLockedError(
      `The data directory ${path} belongs to another user, who alone can close it to others. Set DATA_DIR to a folder inside it: that is made for this user.`,
    )
  }
}

/** Releases before this one listened on a socket with an abstract name (unix(7)), and know nothing of the file. */
async function isHeldByEarlierRelease(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const socket = connect(`\0app-connections:${createHash('sha256').update(path).digest('hex')}`)
  try {
    await once(socket, 'connect')
    return true
  } catch (error) {
    if (hasCode(error, 'ECONNREFUSED')) return false
    throw error
  } finally {
    socket.destroy()
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
