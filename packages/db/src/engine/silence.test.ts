import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines } from '../../test/engines.ts'
import { createPostgresRelay } from '../../test/postgres-relay.ts'
import { assertReady } from '../system/ready.ts'
import { shortRead } from './compiled-once.ts'
import type { Queryable } from './database.ts'
import { isUnavailable } from './errors.ts'
import { createDb } from './open.ts'

const echo = shortRead<{ n: number }>()((_db, { param }) => sql<{ value: number }>`select ${param('n')}::int as value`)
const locked = shortRead<{ n: number }>()(
  (_db, { param }) => sql<{ value: number }>`select value from locked where value = ${param('n')}`,
)
const backend = (db: Queryable) => sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)

/** The outcome of a promise, and after how many milliseconds. */
async function timed<Value>(promise: Promise<Value>) {
  const start = performance.now()
  const [result] = await Promise.allSettled([promise])
  return { ...result, ms: performance.now() - start, unavailable: 'reason' in result && isUnavailable(result.reason) }
}

async function opened() {
  const empty = await emptyDatabase('PostgreSQL')
  if (!('url' in empty.target)) throw new Error('PostgreSQL is opened by its address')
  const relay = createPostgresRelay()
  const database = await createDb({ url: await relay.through(empty.target.url) })
  const other = new pg.Client({ connectionString: empty.target.url })
  await other.connect()
  onTestFinished(async () => {
    await Promise.all([database.close(), other.end()])
    await relay.cut()
    await empty.remove()
  })
  return { database, db: database.kysely, other, relay }
}

describe.runIf(engines.includes('PostgreSQL'))('a PostgreSQL that falls silent on its connections', () => {
  it('fails what is under way within seconds, and what comes next is answered on new connections', async () => {
    const { database, db, relay } = await opened()
    await Promise.all([echo(db, { n: 1 }), ...Array.from({ length: 5 }, () => backend(db))])
    await assertReady(database)
    relay.fallSilent()

    const writing = timed(backend(db))
    const ends = await Promise.all([
      timed(echo(db, { n: 2 })),
      timed(echo(db, { n: 3 })),
      timed(assertReady(database)),
      writing,
    ])
    for (const { status, unavailable, ms } of ends) {
      expect([status, unavailable]).toEqual(['rejected', true])
      expect(ms).toBeLessThan(3_500)
    }
    // Idle connections are gone as well, so that no other call has to find them broken.
    const next = await Promise.all([timed(echo(db, { n: 4 })), ...Array.from({ length: 6 }, () => timed(backend(db)))])
    expect(next.map(({ status }) => status)).toEqual(next.map(() => 'fulfilled'))
    await assertReady(database)
  })
})

describe.runIf(engines.includes('PostgreSQL'))('a table that somebody else has locked', () => {
  async function withLock() {
    const { database, db, other } = await opened()
    await sql`create table locked (value integer)`.execute(db)
    await other.query('begin; lock table locked')
    return { database, db, other }
  }

  it('stops the short reads of it alone: they fail soon, and are answered once the lock is gone', async () => {
    const { database, db, other } = await withLock()
    const waiting = Array.from({ length: 20 }, () => timed(locked(db, { n: 1 })))
    const others = await Promise.all(Array.from({ length: 20 }, (_, n) => timed(echo(db, { n }))))
    expect(others.map((end) => 'value' in end && end.value)).toEqual(others.map((_, n) => [{ value: n }]))
    expect(Math.max(...others.map(({ ms }) => ms))).toBeLessThan(2_000)
    await assertReady(database)
    for (const { unavailable, ms } of await Promise.all(waiting)) {
      expect(unavailable).toBe(true)
      expect(ms).toBeLessThan(2_000)
    }

    // The statement is now known to wait, and delays no other.
    const again = Array.from({ length: 20 }, () => timed(locked(db, { n: 1 })))
    expect(
      Math.max(...(await Promise.all(Array.from({ length: 20 }, () => timed(echo(db, { n: 1 }))))).map(({ ms }) => ms)),
    ).toBeLessThan(400)
    await other.query('rollback')
    const ends = await Promise.all(again)
    expect(ends.map((end) => 'value' in end && end.value)).toEqual(ends.map(() => []))
    expect(await locked(db, { n: 1 })).toEqual([])
  })

  it('fails other statements within seconds as well', async () => {
    const { db } = await withLock()
    const { unavailable, ms } = await timed(sql`insert into locked values (1)`.execute(db))
    expect(unavailable).toBe(true)
    expect(ms).toBeLessThan(5_000)
    const inTransaction = db.transaction().execute((trx) => sql`insert into locked values (1)`.execute(trx))
    expect((await timed(inTransaction)).unavailable).toBe(true)
  })
})
