import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines, useMigratedDatabase } from '../../test/engines.ts'
import { newOrganization } from '../../test/rows.ts'
import { projectSlugConstraint } from '../organizations/organizations.ts'
import type { Queryable } from './database.ts'
import { DatabaseUnreachableError, isUnavailable, isUniqueViolation } from './errors.ts'
import { createDb } from './open.ts'

const ping = (db: Queryable) => sql`select 1`.execute(db)

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  )
}

describe.each(engines)('what an error of %s says', (engine) => {
  const database = useMigratedDatabase(engine)

  it('which unique constraint was broken', async () => {
    const orgId = await newOrganization(database().kysely)
    const insert = () =>
      sql`insert into projects (id, org_id, name, slug, type)
        values (gen_random_uuid(), ${orgId}, 'Shop', 'shop', 'x')`.execute(database().kysely)
    await insert()
    const error = await errorOf(insert())
    expect(isUniqueViolation(error, projectSlugConstraint)).toBe(true)
    expect(isUniqueViolation(error, 'organizations_slug_key')).toBe(false)
    expect(isUnavailable(error)).toBe(false)
  })

  it('that a statement is wrong, not that the database is out of reach', async () => {
    for (const statement of ['select nonsense', 'select 1 / 0', 'this is no statement']) {
      const error = await errorOf(sql.raw(statement).execute(database().kysely))
      expect(isUnavailable(error), statement).toBe(false)
      expect(isUniqueViolation(error, projectSlugConstraint), statement).toBe(false)
    }
  })
})

describe('what is no error of a database', () => {
  it.each([undefined, null, 'text', 42, {}, new Error('something else'), { code: 7 }])('%j says nothing', (thrown) => {
    expect(isUnavailable(thrown)).toBe(false)
    expect(isUniqueViolation(thrown, projectSlugConstraint)).toBe(false)
  })
})

describe.runIf(engines.includes('PostgreSQL'))('what PostgreSQL says', () => {
  const database = useMigratedDatabase('PostgreSQL')
  const raised = (state: string) =>
    errorOf(
      sql
        .raw(`do $$ begin raise exception using errcode = '${state}', message = 'x'; end $$`)
        .execute(database().kysely),
    )

  it.each('08006 25006 25P03 28000 28P01 3D000 40001 40P01 53100 53300 55P03 57014 57P01 57P03 57P05'.split(' '))(
    'with %s is that it cannot do it now',
    async (state) => {
      expect(isUnavailable(await raised(state))).toBe(true)
    },
  )

  it.each('22003 22P02 23503 23505 23514 25001 42501 42601 42P01 P0001 XX000'.split(' '))(
    'with %s is that something is wrong',
    async (state) => {
      expect(isUnavailable(await raised(state))).toBe(false)
    },
  )
})

describe('a PostgreSQL out of reach', () => {
  async function pingOf(url: string): Promise<unknown> {
    const database = await createDb({ url })
    onTestFinished(() => database.close())
    return errorOf(ping(database.kysely))
  }

  it('is recognized by a closed port', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    await once(server.close(), 'close')
    const port = typeof address === 'object' ? address?.port : undefined
    expect(isUnavailable(await pingOf(`postgresql://somebody@127.0.0.1:${port}/app`))).toBe(true)
  })

  it('is recognized by a socket that is not there', async () => {
    const nowhere = encodeURIComponent('/nonexistent/app-connections')
    expect(isUnavailable(await pingOf(`postgresql://somebody@localhost/app?host=${nowhere}`))).toBe(true)
  })

  it.each(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE'])(
    'is recognized by a connection that ends with %s',
    (code) => expect(isUnavailable(Object.assign(new Error(`read ${code}`), { code }))).toBe(true),
  )

  it('is recognized by a socket that this process may not open, and not by another file that is not there', async () => {
    expect(
      isUnavailable(new DatabaseUnreachableError(Object.assign(new Error('connect EACCES'), { code: 'EACCES' }))),
    ).toBe(true)
    for (const code of ['ENOENT', 'EACCES', 'ENOTFOUND']) {
      expect(isUnavailable(Object.assign(new Error(`open ${code}`), { code })), code).toBe(false)
    }
  })

  it('is recognized by a peer that hangs up before it has said anything', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(isUnavailable(await pingOf(`postgresql://somebody@127.0.0.1:${port}/app`))).toBe(true)
  })
})

describe.runIf(engines.includes('PostgreSQL'))('a PostgreSQL that ends a connection', () => {
  async function openedTwice() {
    const empty = await emptyDatabase('PostgreSQL')
    onTestFinished(empty.remove)
    if (!('url' in empty.target)) throw new Error('PostgreSQL is opened by its address')
    const complaints: Error[] = []
    const database = await createDb({ ...empty.target, poolSize: 1 }, (error) => complaints.push(error))
    const other = new pg.Client({ connectionString: empty.target.url })
    await other.connect()
    onTestFinished(async () => {
      await Promise.all([database.close(), other.end()])
    })
    const killOthers = () =>
      other.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`)
    return { database, killOthers, complaints }
  }

  /** Pings until it works, because an answer that was under way may still be lost. */
  async function recovers(kysely: Queryable): Promise<void> {
    await expect.poll(() => ping(kysely).then(() => 'fine', isUnavailable)).toBe('fine')
  }

  it('in the middle of a statement counts as out of reach, and the next ones get a new connection', async () => {
    const { database, killOthers } = await openedTwice()
    const sleeping = errorOf(sql`select pg_sleep(30)`.execute(database.kysely))
    await expect.poll(async () => (await killOthers()).rowCount).toBe(1)
    expect(isUnavailable(await sleeping)).toBe(true)
    await recovers(database.kysely)
  })

  it('between two statements of a transaction counts as out of reach, and ends no process', async () => {
    const { database, killOthers } = await openedTwice()
    const transaction = database.kysely.transaction().execute(async (trx) => {
      await ping(trx)
      await killOthers()
      await sleep(50)
      await ping(trx)
    })
    expect(isUnavailable(await errorOf(transaction))).toBe(true)
    await recovers(database.kysely)
  })

  it('that is idle reaches the listener only, and the next statement gets a new connection', async () => {
    const { database, killOthers, complaints } = await openedTwice()
    await ping(database.kysely)
    await killOthers()
    await expect.poll(() => complaints.length).toBe(1)
    expect(isUnavailable(complaints[0])).toBe(true)
    await ping(database.kysely)
  })
})
