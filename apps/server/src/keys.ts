import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateKeyEncryptionKey, type KeyEncryptionKey, parseKeyEncryptionKey } from '@app-connections/sealing'
import type { Config } from './config.ts'
import { StartError } from './start-error.ts'

/** The secrets of an installation. */
export interface Keys {
  kek: KeyEncryptionKey
  authSecret: string
}

/**
 * Finds the key-encryption key and the sign-in secret: in the environment or, only with the embedded database, in files
 * of the data directory. For a database without a key, the files are made. Beside old data they are not, because a new
 * key would only hide that the old one is missing. Throws `StartError`.
 */
export async function findKeys(config: Config, databaseIsKeyed: boolean): Promise<Keys> {
  const encryptionKey = await find('ENCRYPTION_KEY', 'encryption-key', generateKeyEncryptionKey)
  const authSecret = await find('AUTH_SECRET', 'auth-secret', () => randomBytes(32).toString('base64'))
  return { kek: parseKeyEncryptionKey(encryptionKey), authSecret }

  async function find(variable: 'ENCRYPTION_KEY' | 'AUTH_SECRET', file: string, make: () => string): Promise<string> {
    const given = config[variable]
    if (given !== undefined) return given
    if (config.DATABASE_URL !== undefined) {
      throw new StartError(
        `With DATABASE_URL, ${variable} must be set and kept safe. Make one with: openssl rand -base64 32`,
      )
    }
    const path = join(config.DATA_DIR, file)
    const stored = await readIfThere(path)
    if (stored !== undefined) return stored
    if (databaseIsKeyed) {
      throw new StartError(
        `${path} is missing, but the database in ${config.DATA_DIR} was keyed with it. Restore that file, or set ${variable}.`,
      )
    }
    const made = make()
    await writeFile(path, `${made}\n`, { mode: 0o600, flag: 'wx' })
    return made
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
