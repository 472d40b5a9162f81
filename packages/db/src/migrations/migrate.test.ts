import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines } from '../../test/engines.ts'
import type { Database, Queryable } from '../engine/database.ts'
import { createDb } from '../engine/open.ts'
import { openForMigration } from '../engine/postgres.ts'
import { selectCheckRecord } from '../system/check-record.ts'
import { migrate, SchemaTooNewError } from './index.ts'

const record = Buffer.from('the first check record')

/** Every column of every table, and the recorded migrations. */
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
    // The last table of the first migration, which has made all others by then.
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

describe.runIf(engines.includes('PostgreSQL'))('a migration of a PostgreSQL that is in use', () => {
  it('waits for a lock without making others wait for long, says so, and two starters both come up', async () => {
    const empty = await emptyDatabase('PostgreSQL')
    if (!('url' in empty.target)) throw new Error('PostgreSQL is opened by its address')
    const { url } = empty.target
    const running = await createDb({ url })
    const starters = [openForMigration(url, () => {}), openForMigration(url, () => {})]
    onTestFinished(async () => {
      await Promise.all([running.close(), ...starters.map((db) => db.destroy())])
      await empty.remove()
    })
    await migrate(running.kysely, record)
    // The state that an early release left, so that the last migration changes something.
    await sql`alter table identities alter column trusted_ips drop default`.execute(running.kysely)
    await sql`alter table identities alter column trusted_ips type cidr[] using trusted_ips::cidr[]`.execute(
      running.kysely,
    )
    await sql`delete from kysely_migration where name = '0009a-early-folders'`.execute(running.kysely)
    const holder = await running.pool.connect()
    await holder.query('begin')
    await holder.query('select * from identities')

    let waits = 0
    const migrated = Promise.all(starters.map((db) => migrate(db, record, () => void waits++)))
    const slowest = { ms: 0 }
    const until = performance.now() + 4_000
    while (performance.now() < until) {
      const start = performance.now()
      await sql`delete from identities`.execute(running.kysely)
      slowest.ms = Math.max(slowest.ms, performance.now() - start)
      await sleep(20)
    }
    await holder.query('commit')
    holder.release()
    await migrated
    expect(waits).toBeGreaterThan(0)
    expect(slowest.ms).toBeGreaterThan(500)
    expect(slowest.ms).toBeLessThan(3_000)
    const { rows } = await sql`select udt_name as type from information_schema.columns
      where column_name = 'trusted_ips'`.execute(running.kysely)
    expect(rows).toEqual([{ type: '_inet' }])
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
