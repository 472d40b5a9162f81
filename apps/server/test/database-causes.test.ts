import { once } from 'node:events'
import { createServer } from 'node:net'
import { createDb } from '@app-connections/db'
import { assertReady } from '@app-connections/db/system'
import { emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { createPostgresRelay } from '@app-connections/db/testing/postgres-relay'
import { describe, expect, it, onTestFinished } from 'vitest'
import { explainStart } from '../src/start-error.ts'

/** The message to an operator who starts a server on that address. */
async function wordsFor(url: string): Promise<string> {
  const database = await createDb({ url })
  onTestFinished(() => database.close())
  return assertReady(database).then(() => 'it is ready', explainStart)
}

/**
 * A listener that answers every connection with an error of PostgreSQL's protocol, as a pooler or server that refuses.
 */
async function refusing(state: string, message: string): Promise<string> {
  const fields = Buffer.from(`SFATAL\0C${state}\0M${message}\0\0`)
  const length = Buffer.alloc(4)
  length.writeInt32BE(fields.length + 4)
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, fields])))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('a listening server has an address')
  return `postgresql://somebody:secret@127.0.0.1:${address.port}/app`
}

describe('what the operator reads about a database that cannot be used', () => {
  it.each([
    ['08P01', 'unsupported startup parameter: x', 'does not take the connection as PostgreSQL would'],
    ['42P05', 'prepared statement "s0" already exists', 'mixes up prepared statements'],
    ['26000', 'prepared statement "s0" does not exist', 'mixes up prepared statements'],
    ['28P01', 'password authentication failed for user "x"', 'refuses the user or the password'],
    ['28000', 'no pg_hba.conf entry', 'does not let this user in'],
    ['53300', 'sorry, too many clients already', 'no connection left'],
    ['57P03', 'the database system is starting up', 'is out of reach'],
  ])('%s', async (state, message, sentence) => {
    const words = await wordsFor(await refusing(state, message))
    expect(words).toContain(sentence)
    if (state !== '57P03') expect(words).toContain(message)
    expect(words).not.toContain('secret')
    expect(words.split('\n')).toHaveLength(1)
  })

  it('a host that has no address', async () => {
    expect(await wordsFor('postgresql://somebody@nowhere.invalid/app')).toMatch(
      /^The host in DATABASE_URL is not known/,
    )
  })

  it('what is no fault of the database is not laid at its door', () => {
    const listening = Object.assign(new Error('getaddrinfo ENOTFOUND x86_64-conda-linux-gnu'), { code: 'ENOTFOUND' })
    expect(explainStart(listening)).not.toContain('DATABASE_URL')
  })
})

describe.runIf(engines.includes('PostgreSQL'))('what the operator reads about a PostgreSQL', () => {
  async function opened() {
    const { target, remove } = await emptyDatabase('PostgreSQL')
    if (!('url' in target)) throw new Error('PostgreSQL is opened by its address')
    onTestFinished(remove)
    return target.url
  }

  it('that is a standby', async () => {
    const url = new URL(await opened())
    url.searchParams.set('options', '-c default_transaction_read_only=on')
    expect(await wordsFor(url.href)).toMatch(/takes no writes: it is a standby, or read-only/)
  })

  it('without the database that is named', async () => {
    const url = new URL(await opened())
    url.pathname = '/no_such_database'
    expect(await wordsFor(url.href)).toMatch(/does not exist\. Make it with/)
  })

  it('that offers no TLS where TLS is asked for', async () => {
    const relay = createPostgresRelay()
    onTestFinished(relay.cut)
    const url = await relay.through(await opened())
    expect(await wordsFor(`${url}?sslmode=require`)).toMatch(/^No TLS with the database.*does not support SSL/)
  })

  it('of several servers the one that takes writes is found, wherever it stands in the list, and found again', async () => {
    const relay = createPostgresRelay()
    const good = new URL(await relay.through(await opened()))
    const bad = new URL(await refusing('57P03', 'the database system is shutting down'))
    const database = await createDb({ url: `postgresql://${good.username}@${bad.host},${good.host}${good.pathname}` })
    onTestFinished(async () => {
      await database.close()
      await relay.cut()
    })
    await assertReady(database)
    await relay.cut()
    const state = () =>
      assertReady(database).then(
        () => 'ready',
        () => 'not ready',
      )
    expect(await state()).toBe('not ready')
    await relay.mend()
    // Each connection that was cut fails the one call that finds it so.
    await expect.poll(state, { timeout: 5_000 }).toBe('ready')
  })
})
