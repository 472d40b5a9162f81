import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, realpath } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'

/** The data directory is in use or not accessible. The message says which, and what to do. */
export class DataDirLockedError extends Error {
  override readonly name = 'DataDirLockedError'
}

export interface DataDirLock {
  /** Releases the directory. A second call does nothing. */
  release(): Promise<void>
}

/** SQLite's result codes (https://sqlite.org/rescode.html). */
const busy = 5

/**
 * Reserves a data directory for this process. Makes the directory where it is absent, and sets its mode to 0700. PGlite
 * itself opens a directory that is in use without an error.
 *
 * The lock is a lock of the system on the file `lock` in the directory (fcntl(2), through SQLite, because Node has no
 * call for it). It is beside the data, and so holds for everybody who shares the directory: containers, other
 * namespaces, machines on a network file system with locks. It ends with the process, in whatever way that ends; the
 * file stays and means nothing. It neither keeps the process alive nor passes to a child.
 *
 * Throws DataDirLockedError where the directory is in use or belongs to another user, and the system's error where it
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
    await lock(file)
    // By path, not by a second descriptor: closing one would drop the locks of this process on the file.
    await chmod(join(path, 'lock'), 0o600)
    if (await isHeldByEarlierRelease(path)) throw inUse(path)
  } catch (error) {
    file.close()
    if (isBusy(error)) throw inUse(path)
    throw error
  }
  return {
    async release() {
      if (file.isOpen) file.close()
    },
  }
}

/** How often a lock is asked for that another process has, and for how long it is waited in between, in milliseconds. */
const tries = 8
const longestPauseMs = 40

/**
 * Takes the lock. Two that ask for it in the same moment may each be in the other's way, so that neither gets it: each
 * asks again after a pause of its own. Throws SQLite's `busy` where somebody has it.
 */
async function lock(file: DatabaseSync): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      return file.exec('begin exclusive')
    } catch (error) {
      if (!isBusy(error) || left === 1) throw error
      await setTimeout(Math.random() * longestPauseMs)
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy
}

function inUse(path: string): DataDirLockedError {
  return new DataDirLockedError(
    `The data directory ${path} is in use by another process. Stop that process, or set DATA_DIR to another directory.`,
  )
}

/** Makes a directory accessible to its owner only. */
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

/** Earlier releases hold a socket with an abstract name (unix(7)) instead, and do not know the file. */
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
