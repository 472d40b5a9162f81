import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines } from '../../test/engines.ts'
import { installedPgBouncers, startPgBouncer } from '../../test/pgbouncer.ts'
import { connectionRow, eventRow, newOrganization } from '../../test/rows.ts'
import { insertConnection } from '../connections/insert.ts'
import { selectConnection } from '../connections/read.ts'
import { migrate } from '../migrations/index.ts'
import { assertReady } from '../system/ready.ts'
import { createDb } from './open.ts'

const poolers = engines.includes('PostgreSQL') ? installedPgBouncers() : []

/** All settings that a connection could be given and would keep. */
const settings = `select string_agg(current_setting(name), ' ' order by name) as all from (values
  ('statement_timeout'), ('lock_timeout'), ('idle_in_transaction_session_timeout'), ('enable_seqscan')) as said (name)`

async function behind(command: string) {
  const empty = await emptyDatabase('PostgreSQL')
  if (!('url' in empty.target)) throw new Error('PostgreSQL is opened by its address')
  const pooler = await startPgBouncer(command, empty.target.url, 2)
  const database = await createDb({ url: pooler.url })
  const neighbour = new pg.Client({ connectionString: pooler.url })
  await neighbour.connect()
  onTestFinished(async () => {
    await Promise.all([database.close(), neighbour.end()])
    await pooler.stop()
    await empty.remove()
  })
  return { database, db: database.kysely, neighbour, direct: empty.target.url }
}

if (poolers.length === 0) it.skip('behind PgBouncer: none is installed, and PGBOUNCER names none', () => {})

describe.each(poolers)('behind PgBouncer $version, which gives a connection for a transaction', ({ command }) => {
  it('everything works that works directly, with fewer connections than callers', { timeout: 120_000 }, async () => {
    const { database, db } = await behind(command)
    await migrate(db, Buffer.from('check record'))
    await assertReady(database)
    const orgId = await newOrganization(db)
    const one = async (n: number) => {
      const row = await insertConnection(db, connectionRow(orgId, { name: `c${n}` }), eventRow(orgId, 'create'))
      const reads = Array.from({ length: 5 }, () => selectConnection(db, orgId, row.id))
      const inside = db.transaction().execute((trx) => selectConnection(trx, orgId, row.id))
      for (const read of [...(await Promise.all(reads)), await inside]) expect(read?.name).toBe(`c${n}`)
    }
    await Promise.all(Array.from({ length: 30 }, (_, n) => one(n)))
    expect(await db.selectFrom('connections').select('id').execute()).toHaveLength(30)
  })

  it('its other clients find every setting as it was, and a transaction has its own limits', async () => {
    const { database, db, neighbour } = await behind(command)
    const before = (await neighbour.query(settings)).rows
    await Promise.all([assertReady(database), assertReady(database), sql`select pg_sleep(0.05)`.execute(db)])
    const own = await db.transaction().execute((trx) => sql<{ all: string }>`${sql.raw(settings)}`.execute(trx))
    expect(own.rows[0]?.all.split(' ')).toEqual(['on', '1min', '3s', '30s'])
    for (let n = 0; n < 10; n += 1) expect((await neighbour.query(settings)).rows).toEqual(before)
  })

  it('times come in the form that is read, whatever the database says of them', async () => {
    const { direct } = await behind(command)
    const admin = new pg.Client({ connectionString: direct })
    await admin.connect()
    const name = new URL(direct).pathname.slice(1)
    await admin.query(`alter database ${name} set datestyle = 'German, DMY'`)
    await admin.query(`alter database ${name} set standard_conforming_strings = off`)
    await admin.end()
    const pooler = await startPgBouncer(command, direct, 2)
    onTestFinished(pooler.stop)
    for (const url of [direct, pooler.url]) {
      const database = await createDb({ url })
      const rows = await sql<{ at: Date; text: string }>`
        select '2026-01-02T03:04:05.678Z'::timestamptz as at, ${sql.raw("'a\\b'")} as text`.execute(database.kysely)
      expect(rows.rows).toEqual([{ at: new Date('2026-01-02T03:04:05.678Z'), text: 'a\\b' }])
      await database.close()
    }
  })
})
