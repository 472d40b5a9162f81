import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest'
import { createDb, type Database } from '../src/engine/database.ts'
import { migrate } from '../src/migrations/index.ts'
import { createDatabase } from './testing.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A data directory of PGlite, closed and without tables, to copy from. */
    pgliteTemplate: string
  }
}

export type Engine = 'PGlite' | 'PostgreSQL'

/** The engines that every test of persistence runs on; PostgreSQL is missing only where `ALLOW_SKIP` allows it. */
export const engines: readonly Engine[] = inject('postgresUrl') === '' ? ['PGlite'] : ['PGlite', 'PostgreSQL']

export interface EmptyDatabase {
  /** What `createDb` opens. */
  readonly target: { readonly url: string } | { readonly dir: string }
  remove(): Promise<void>
}

/** A database without a table. Its PGlite directory is the folder `postgres` of a temporary folder of its own. */
export async function emptyDatabase(engine: Engine): Promise<EmptyDatabase> {
  if (engine === 'PostgreSQL') {
    const { url, drop } = await createDatabase(inject('postgresUrl'))
    return { target: { url }, remove: drop }
  }
  const folder = await mkdtemp(join(tmpdir(), 'app-connections-pglite-'))
  const dir = join(folder, 'postgres')
  await cp(inject('pgliteTemplate'), dir, { recursive: true })
  return { target: { dir }, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A database without a table, opened for one test; with connections of that number where PostgreSQL is asked for it. */
export async function openEmptyDatabase(engine: Engine, poolSize?: number): Promise<Database> {
  const { target, remove } = await emptyDatabase(engine)
  const database = await createDb('url' in target && poolSize !== undefined ? { ...target, poolSize } : target)
  onTestFinished(async () => {
    await database.close()
    await remove()
  })
  return database
}

/** The check record of `useMigratedDatabase`; nothing but a start of the server looks at it. */
export const placeholderRecord = Buffer.from('check record')

/** A migrated database for one block of tests, opened before the first of them and removed after the last. */
export function useMigratedDatabase(engine: Engine): () => Database {
  let opened: { database: Database; empty: EmptyDatabase } | undefined
  beforeAll(async () => {
    const empty = await emptyDatabase(engine)
    const database = await createDb(empty.target)
    await migrate(database.kysely, placeholderRecord)
    opened = { database, empty }
  }, 60_000)
  afterAll(async () => {
    await opened?.database.close()
    await opened?.empty.remove()
  })
  return () => {
    if (opened === undefined) throw new Error('the database is not open yet')
    return opened.database
  }
}
