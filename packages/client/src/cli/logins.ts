import { mkdir, open, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import type { Variables } from './caller.ts'
import { Failed } from './failed.ts'

/** What a login left: a personal token, and until when it lives. */
export interface Login {
  readonly token: string
  readonly expiresAt: string
}

/** The logins of this user, by the address of the service: one file, which nobody else may read. */
export interface Logins {
  of(url: string): Promise<Login | undefined>
  /** Keeps the login at an address in place of the one before; without one, forgets it. */
  keep(url: string, login: Login | undefined): Promise<void>
}

export function loginsOf(variables: Variables): Logins {
  const file = join(configDirectory(variables), 'app-connections', 'logins.json')
  return {
    of: async (url) => (await read(file)).get(url),
    async keep(url, login) {
      const all = await read(file)
      if (login === undefined) all.delete(url)
      else all.set(url, login)
      await write(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`)
    },
  }
}

/** Where programs keep what their user sets (XDG Base Directory Specification; on Windows, the roaming folder). */
function configDirectory({ XDG_CONFIG_HOME = '', APPDATA = '', HOME = '' }: Variables): string {
  if (isAbsolute(XDG_CONFIG_HOME)) return XDG_CONFIG_HOME
  if (process.platform === 'win32' && isAbsolute(APPDATA)) return APPDATA
  return join(isAbsolute(HOME) ? HOME : homedir(), '.config')
}

async function read(file: string): Promise<Map<string, Login>> {
  const text = await textOf(file)
  if (text === undefined) return new Map()
  try {
    const all: unknown = JSON.parse(text)
    if (typeof all !== 'object' || all === null) throw new Error('no object')
    return new Map(Object.entries(all).map(([url, login]) => [url, loginIn(login)]))
  } catch {
    throw new Failed(`${file} is not as this program wrote it. Delete it, and log in again.`)
  }
}

/** Undefined where there is no file. One that others can read is refused: they may have the token. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file)
    try {
      const { mode } = await handle.stat()
      if (process.platform === 'win32' || (mode & 0o077) === 0) return await handle.readFile('utf8')
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Failed(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
  throw new Failed(
    `${file} can be read by others. Delete it, log in again, and end the old token on your account page.`,
  )
}

function loginIn(value: unknown): Login {
  if (typeof value === 'object' && value !== null && 'token' in value && 'expiresAt' in value) {
    const { token, expiresAt } = value
    if (typeof token === 'string' && typeof expiresAt === 'string') return { token, expiresAt }
  }
  throw new Error('no login')
}

/** Whole or not at all, and never readable by others. */
async function write(file: string, text: string): Promise<void> {
  const written = `${file}.${process.pid}`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(written, 'w', 0o600)
    try {
      await handle.chmod(0o600)
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(written, file)
  } catch (error) {
    throw new Failed(`${file} cannot be written: ${error instanceof Error ? error.message : error}`)
  }
}
