import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines } from '../../test/engines.ts'
import { createDb, type Database, type Queryable } from '../engine/database.ts'
import { selectCheckRecord } from '../system/check-record.ts'
import { migrate, SchemaTooNewError } from './index.ts'

const record = Buffer.from('the first check record')

/** Every column of every table, and the migrations that are noted as done. */
async function snapshot(db: Queryable) {
  const columns = await sql<{ at: string }>`
    select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type as at
    from information_schema.columns where table_schema in ('public', 'auth') order by 1`.execute(db)
  const tables = columns.rows.map(({ at }) => at)
  if (!tables.some((at) => at.startsWith('public.kysely_migration.'))) return { tables, applied: [] }
  const { rows } = await sql`select name, timestamp from kysely_migration order by name`.execute(db)
  return { tables, applied: rows }
}

async function open(target: { url: string } | { dir: string }): Promise<Database> {
  const database = await createDb(target)
  onTestFinished(() => database.close())
  return database
}

describe.each(engines)('migrating on %s', (engine) => {
  async function fresh(): Promise<Database> {
    const empty = await emptyDatabase(engine)
    onTestFinished(empty.remove)
    return open(empty.target)
  }

  it('makes every table from nothing and stores the check record, and doing it again changes nothing', async () => {
    const { kysely } = await fresh()
    expect(await selectCheckRecord(kysely)).toBeUndefined()
    await migrate(kysely, record)
    expect(await selectCheckRecord(kysely)).toEqual(record)
    const first = await snapshot(kysely)
    expect(first.tables).toContain('public.connections.credentials bytea')
    expect(first.tables).toContain('auth.session.token text')
    expect(first.applied[0]).toMatchObject({ name: '0001-first' })

    await migrate(kysely, Buffer.from('another check record'))
    expect(await snapshot(kysely)).toEqual(first)
    expect(await selectCheckRecord(kysely)).toEqual(record)
  })

  it('refuses a schema newer than this release, names the migration and changes nothing', async () => {
    const { kysely } = await fresh()
    await migrate(kysely, record)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(kysely)
    const before = await snapshot(kysely)
    await expect(migrate(kysely, record)).rejects.toThrow(SchemaTooNewError)
    await expect(migrate(kysely, record)).rejects.toThrow('"9999-later"')
    expect(await snapshot(kysely)).toEqual(before)
  })

  it('leaves nothing of a migration that fails half-way, and succeeds once its obstacle is gone', async () => {
    const { kysely } = await fresh()
    // The last table of the first migration: everything before it has been made by then.
    await sql`create table setup_codes (obstacle integer)`.execute(kysely)
    await expect(migrate(kysely, record)).rejects.toThrow('"setup_codes" already exists')
    const { tables, applied } = await snapshot(kysely)
    expect(tables.filter((at) => !at.startsWith('public.kysely_migration'))).toEqual([
      'public.setup_codes.obstacle integer',
    ])
    expect(applied).toEqual([])
    expect(await selectCheckRecord(kysely)).toBeUndefined()

    await sql`drop table setup_codes`.execute(kysely)
    await migrate(kysely, record)
    expect(await selectCheckRecord(kysely)).toEqual(record)
  })
})

describe.runIf(engines.includes('PostgreSQL'))('several processes that migrate one PostgreSQL at once', () => {
  it('all succeed, and the check record is that of exactly one of them', async () => {
    for (let round = 0; round < 3; round++) {
      const empty = await emptyDatabase('PostgreSQL')
      onTestFinished(empty.remove)
      const databases = await Promise.all(Array.from({ length: 5 }, () => open(empty.target)))
      const records = databases.map((_, index) => Buffer.from(`check record ${index}`))
      await Promise.all(databases.map(({ kysely }, index) => migrate(kysely, Buffer.from(records[index] ?? ''))))
      const stored = await Promise.all(databases.map(({ kysely }) => selectCheckRecord(kysely)))
      expect(records).toContainEqual(stored[0])
      expect(new Set(stored.map(String)).size).toBe(1)
    }
  })
})
