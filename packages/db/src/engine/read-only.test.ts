import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines } from '../../test/engines.ts'
import { assertReady } from '../system/ready.ts'
import { isReadOnly, isUnavailable } from './errors.ts'
import { createDb } from './open.ts'

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  )
}

/** A database and a switch that makes it a standby for new connections, or also for present ones. */
async function opened() {
  const empty = await emptyDatabase('PostgreSQL')
  if (!('url' in empty.target)) throw new Error('PostgreSQL is opened by its address')
  const database = await createDb(empty.target)
  const other = new pg.Client({ connectionString: empty.target.url })
  await other.connect()
  await other.query('create table rows (value integer)')
  onTestFinished(async () => {
    await Promise.all([database.close(), other.end()])
    await empty.remove()
  })
  const name = new URL(empty.target.url).pathname.slice(1)
  const insert = () => sql`insert into rows values (1)`.execute(database.kysely)
  return {
    database,
    insert,
    insertInTransaction: () =>
      database.kysely.transaction().execute((trx) => sql`insert into rows values (1)`.execute(trx)),
    setReadOnly: (readOnly: boolean) =>
      other.query(`alter database ${name} set default_transaction_read_only = ${readOnly ? 'on' : 'off'}`),
    /** Acts as a server that becomes a standby but keeps its connections. */
    async turnConnections(readOnly: boolean) {
      const value = readOnly ? 'on' : 'off'
      for (const pool of database.pools) {
        const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()))
        for (const client of clients) {
          await client.query(`set default_transaction_read_only = ${value}`)
          client.release()
        }
      }
    },
  }
}

describe.runIf(engines.includes('PostgreSQL'))('a PostgreSQL that takes no writes', () => {
  it('is out of reach for whoever connects, and is not ready', async () => {
    const { database, insert, setReadOnly } = await opened()
    await setReadOnly(true)
    for (const failed of [errorOf(insert()), errorOf(assertReady(database))]) {
      const error = await failed
      expect(isUnavailable(error)).toBe(true)
      expect(error).toMatchObject({ cause: { code: '25006' } })
    }
    await setReadOnly(false)
    await insert()
    await assertReady(database)
  })

  it('is found out by a write, which fails as unavailable, and the next one gets another connection', async () => {
    const { insert, insertInTransaction, turnConnections } = await opened()
    for (const write of [insert, insertInTransaction]) {
      await insert()
      await turnConnections(true)
      expect(isUnavailable(await errorOf(write()))).toBe(true)
      await write()
    }
  })

  it('is found out by being asked whether it is ready, which lets go of every connection', async () => {
    const { database, insert, turnConnections } = await opened()
    await Promise.all([insert(), insert(), assertReady(database)])
    await turnConnections(true)
    expect(isReadOnly(await errorOf(assertReady(database)))).toBe(true)
    await expect
      .poll(() =>
        assertReady(database).then(
          () => 'ready',
          () => 'not ready',
        ),
      )
      .toBe('ready')
    await insert()
  })
})
