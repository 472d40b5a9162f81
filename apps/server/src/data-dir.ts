import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { StartError } from './start-error.ts'

/** What to do about a folder that the system refuses, by the code of its error. */
const causes: Record<string, string> = {
  EACCES: 'this user may not write there: give it the folder, or set DATA_DIR to another',
  EPERM: 'this user may write there and does not own it: set DATA_DIR to a folder below it, which is then its own',
  EROFS: 'its file system is read-only: mount a volume there, or set DATA_DIR to another folder',
  ENOTDIR: 'a part of its path is a file: set DATA_DIR to a folder',
  EEXIST: 'it is a file: set DATA_DIR to a folder',
  ENOENT: 'it cannot be made there: set DATA_DIR to another folder',
  ENAMETOOLONG: 'its path is too long: set DATA_DIR to a shorter one',
  ENOSPC: 'its disk is full: make room there',
}

/** Folders of the system itself: no folder can be made in them, and Node would try for ever. */
const shown = /^\/(?:proc|sys)(?:\/|$)/

/** Makes the data directory where it is absent, for this user only. Throws `StartError` where it cannot be used. */
export async function makeDataDir(dir: string): Promise<void> {
  if (shown.test(dir)) throw new StartError(sentence(dir, 'ENOENT'))
  await usingDataDir(dir, async () => {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await access(dir, constants.W_OK | constants.X_OK)
  })
}

/** Uses the data directory. An error of the system becomes a `StartError` that says what to change. */
export async function usingDataDir<T>(dir: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
    if (!(code in causes)) throw error
    throw new StartError(sentence(dir, code))
  }
}

function sentence(dir: string, code: string): string {
  return `The data directory ${dir} cannot be used (${code}): ${causes[code]}.`
}
