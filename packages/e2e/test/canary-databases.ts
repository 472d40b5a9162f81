import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatabase } from '@app-connections/db/testing'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { Query } from './stored-places.ts'

/** A database that a server runs on and a test looks into afterwards. */
export interface CanaryDatabase {
  /** What the server's environment needs for it, keys included. */
  readonly env: Record<string, string>
  /** Where its files are: `in the data directory` of the server, in a folder of their own, or out of reach. */
  readonly files: 'in the data directory' | 'out of reach' | { readonly folder: string }
  /** Once the server has stopped. */
  connect(): Promise<{ query: Query; close(): Promise<void> }>
  drop(): Promise<void>
}

/** PGlite as the server keeps it in its data directory. */
export async function pgliteDatabase(dataDir: string): Promise<CanaryDatabase> {
  return {
    env: {},
    files: 'in the data directory',
    async connect() {
      const lite = await PGlite.create(join(dataDir, 'postgres'))
      return {
        query: async (statement) => (await lite.query<Record<string, unknown>>(statement)).rows,
        close: () => lite.close(),
      }
    },
    drop: async () => {},
  }
}

/** A new database on the PostgreSQL at `serverUrl`; its files can be read where that listens on a socket beside them. */
export async function postgresDatabase(serverUrl: string): Promise<CanaryDatabase> {
  const database = await createDatabase(serverUrl)
  const socketFolder = new URL(serverUrl).searchParams.get('host')
  const folder = join(socketFolder ?? '', 'data')
  return {
    env: {
      DATABASE_URL: database.url,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      AUTH_SECRET: randomBytes(32).toString('base64'),
    },
    files: socketFolder !== null && (await isThere(folder)) ? { folder } : 'out of reach',
    async connect() {
      const client = new pg.Client({ connectionString: database.url })
      await client.connect()
      return {
        query: async (statement) => (await client.query<Record<string, unknown>>(statement)).rows,
        close: () => client.end(),
      }
    },
    drop: () => database.drop(),
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES')) return false
    throw error
  }
}
