import { cp, mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest'
import type { Database } from '../src/engine/database.ts'
import { createDb } from '../src/engine/open.ts'
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
  // Beside the template: what a test leaves goes with it.
  const folder = await mkdtemp(join(dirname(inject('pgliteTemplate')), 'copy-'))
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

/** A migrated, empty database for one block of tests, as after a first start. Other blocks may use it afterwards. */
export function useMigratedDatabase(engine: Engine): () => Database {
  let taken: KeptDatabase | undefined
  beforeAll(async () => {
    taken = await takeDatabase(engine)
  }, 120_000)
  afterAll(() => taken?.giveBack())
  return () => {
    if (taken === undefined) throw new Error('the database is not open yet')
    return taken.database
  }
}

export interface KeptDatabase {
  readonly database: Database
  /** Where it is, for PostgreSQL. */
  readonly url: string | undefined
  /** Empties it for the next block. */
  giveBack(): Promise<void>
}

/**
 * The migrated databases of this process that are not in use. Making one costs seconds of processor time on PGlite, and
 * emptying one does not. They end with the process; the global setup removes the folders of their files.
 */
const kept: Record<Engine, Omit<KeptDatabase, 'giveBack'>[]> = { PGlite: [], PostgreSQL: [] }

/** A migrated database with nothing in it: one that was given back, else a new one. */
export async function takeDatabase(engine: Engine): Promise<KeptDatabase> {
  const taken = kept[engine].pop() ?? (await newDatabase(engine))
  return {
    ...taken,
    async giveBack() {
      await clear(taken.database)
      kept[engine].push(taken)
    },
  }
}

async function newDatabase(engine: Engine): Promise<Omit<KeptDatabase, 'giveBack'>> {
  const { target } = await emptyDatabase(engine)
  const database = await createDb(target)
  await migrate(database.kysely, placeholderRecord)
  return { database, url: 'url' in target ? target.url : undefined }
}

/** Deletes all rows but those that a migration made and those that background jobs need. */
async function clear({ pool }: Database): Promise<void> {
  await pool.query(`
    do $$
    declare
      place regclass;
      filled boolean;
      places text := '';
    begin
      drop schema if exists jobs cascade;
      for place in
        select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('public', 'auth')
          and c.relname not in ('key_checks', 'kysely_migration', 'kysely_migration_lock')
      loop
        execute format('select exists (select from %s)', place) into filled;
        if filled then places := places || ', ' || place; end if;
      end loop;
      if places <> '' then execute 'truncate ' || substr(places, 3) || ' cascade'; end if;
    end $$`)
}
