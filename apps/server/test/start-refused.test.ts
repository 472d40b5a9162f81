import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createDb, type Database, lockDataDir, migrate } from '@app-connections/db'
import { type Engine, emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { createCheckRecord, generateKeyEncryptionKey, parseKeyEncryptionKey } from '@app-connections/sealing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { verifyAuthSecret } from '../src/auth-secret.ts'
import { readConfig } from '../src/config.ts'
import { openDatabase } from '../src/database.ts'
import { findKeys } from '../src/keys.ts'
import { createLog } from '../src/log.ts'
import { send } from './http.ts'
import { newAccount } from './running-server.ts'
import { failedStart, startProcess } from './server-process.ts'

const authSecret = generateKeyEncryptionKey()

/** A folder and the variables of a server with its own database. */
async function newPlace(engine: Engine) {
  const { target, remove } = await emptyDatabase(engine)
  const dataDir = 'dir' in target ? dirname(target.dir) : await mkdtemp(join(tmpdir(), 'app-connections-start-'))
  onTestFinished(async () => {
    await remove()
    await rm(dataDir, { recursive: true, force: true })
  })
  const variables = {
    DATA_DIR: dataDir,
    AUTH_SECRET: authSecret,
    ...('url' in target ? { DATABASE_URL: target.url } : {}),
  }
  return { dataDir, target, variables }
}

/** How many rows every table has. */
async function rowCounts({ kysely, pool }: Database): Promise<Record<string, number>> {
  const tables = await kysely.introspection.getTables()
  const counts: Record<string, number> = {}
  for (const { schema, name } of tables) {
    const { rows } = await pool.query(`select count(*)::int as n from "${schema}"."${name}"`)
    counts[`${schema}.${name}`] = rows[0].n
  }
  return counts
}

async function contents(target: { url: string } | { dir: string }) {
  const database = await createDb(target)
  try {
    return await rowCounts(database)
  } finally {
    await database.close()
  }
}

/** Makes the tables as a first start does, under that key. */
async function keyedBy(target: { url: string } | { dir: string }, key: string) {
  const database = await createDb(target)
  try {
    await migrate(database.kysely, createCheckRecord(parseKeyEncryptionKey(key)))
    return await rowCounts(database)
  } finally {
    await database.close()
  }
}

describe.each(engines)('a start that is refused on %s', (engine) => {
  it('with a wrong ENCRYPTION_KEY says so in one sentence and changes nothing', async () => {
    const { target, variables } = await newPlace(engine)
    const wrong = generateKeyEncryptionKey()
    const before = await keyedBy(target, generateKeyEncryptionKey())
    expect(before['public.key_checks']).toBe(1)
    const words = await failedStart({ ...variables, ENCRYPTION_KEY: wrong })
    expect(words.trim().split('\n')).toEqual([expect.stringMatching(/^ENCRYPTION_KEY does not fit this database: /)])
    for (const key of [wrong, authSecret]) expect(words).not.toContain(key)
    expect(await contents(target)).toEqual(before)
  })
})

describe.each(engines)('another AUTH_SECRET on %s', (engine) => {
  it('is refused in one sentence until AUTH_SECRET_CHANGED=on puts it in place of the old one', async () => {
    const { target, variables } = await newPlace(engine)
    const old = { ...variables, ENCRYPTION_KEY: generateKeyEncryptionKey() }
    const changed = { ...old, AUTH_SECRET: generateKeyEncryptionKey() }
    const opened = await openDatabase(readConfig(old), createLog('silent'))
    // As a release before the last migration has left it, which a start that is refused must not change.
    await opened.database.pool.query('delete from kysely_migration')
    await opened.close()
    const words = await failedStart(changed)
    expect(words.trim().split('\n')).toEqual([expect.stringMatching(/^AUTH_SECRET does not fit this database: /)])
    expect(words).toContain('AUTH_SECRET_CHANGED=on')
    for (const secret of [old.AUTH_SECRET, changed.AUTH_SECRET]) expect(words).not.toContain(secret)

    const { kysely, close } = await createDb(target)
    onTestFinished(close)
    const verify = async (variables: Record<string, string>) => {
      const config = readConfig(variables)
      await verifyAuthSecret(kysely, await findKeys(config, true), config)
    }
    await verify(old)
    await verify({ ...changed, AUTH_SECRET_CHANGED: 'on' })
    await verify(changed)
    await expect(verify(old)).rejects.toThrow('AUTH_SECRET does not fit')
  })
})

describe('a start that is refused, on PGlite', () => {
  it('with an ENCRYPTION_KEY that is none says what one looks like, without repeating it, and makes no table', async () => {
    const { target, variables } = await newPlace('PGlite')
    const words = await failedStart({ ...variables, ENCRYPTION_KEY: 'not-a-key-but-secret' })
    expect(words.trim().split('\n')).toEqual([expect.stringContaining('Make one with')])
    expect(words).not.toContain('not-a-key-but-secret')
    expect(await contents(target)).toEqual({})
  })

  it('with data but without its key file names the file and makes no new one', async () => {
    const { dataDir, target, variables } = await newPlace('PGlite')
    const before = await keyedBy(target, generateKeyEncryptionKey())
    const words = await failedStart(variables)
    expect(words.trim().split('\n')).toHaveLength(1)
    expect(words).toContain(`${join(dataDir, 'encryption-key')} is missing`)
    expect(words).toContain('set ENCRYPTION_KEY')
    expect(await readdir(dataDir)).toEqual(['lock', 'postgres'])
    expect(await contents(target)).toEqual(before)
  })

  it('with its port in use says which, and lets go of the data directory', async () => {
    const { dataDir, variables } = await newPlace('PGlite')
    const taken = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void taken.close())
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const words = await failedStart({ ...variables, PORT: `${port}` })
    expect(words).toBe(`Port ${port} is in use. Stop what listens there, or set PORT to another one.\n`)
    const lock = await lockDataDir(dataDir)
    await lock.release()
  })

  it('with a wrong environment tells all of it at once, and makes no data directory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'app-connections-start-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const wrong = {
      DATA_DIR: join(folder, 'data'),
      SITE_URL: 'a-secret',
      LOG_LEVEL: 'loud',
      HEROKU_API_URL: 'ftp://a-secret',
    }
    const words = await failedStart(wrong)
    for (const variable of ['SITE_URL', 'LOG_LEVEL', 'HEROKU_API_URL']) expect(words).toContain(`  ${variable}: `)
    expect(words).not.toContain('a-secret')
    expect(await readdir(folder)).toEqual([])
  })
})

describe.runIf(engines.includes('PostgreSQL'))('a start that is refused, on PostgreSQL', () => {
  it('without keys says how to make one, and makes none', async () => {
    const { dataDir, target, variables } = await newPlace('PostgreSQL')
    const words = await failedStart(variables)
    expect(words).toContain('With DATABASE_URL, ENCRYPTION_KEY must be set and kept safe. Make one with: openssl')
    const keyed = { ...variables, ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: '' }
    expect(await failedStart(keyed)).toContain('With DATABASE_URL, AUTH_SECRET must be set')
    expect(await contents(target)).toEqual({})
    expect(await readdir(dataDir)).toEqual([])
  })

  it('with one fresh database and two keys at once: one starts, the other says that its key is wrong', async () => {
    const { variables } = await newPlace('PostgreSQL')
    const servers = [1, 2].map(() => startProcess({ ...variables, ENCRYPTION_KEY: generateKeyEncryptionKey() }))
    onTestFinished(() => servers.forEach(({ child }) => void child.kill('SIGKILL')))
    const addresses = await Promise.allSettled(servers.map(({ address }) => address))
    expect(addresses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const loser = servers[addresses.findIndex(({ status }) => status === 'rejected')]
    expect(await loser?.ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^ENCRYPTION_KEY does not fit/) })
  })
})

it.runIf(engines.includes('PostgreSQL'))('several first starts on one PostgreSQL print one set-up code', async () => {
  const { variables } = await newPlace('PostgreSQL')
  const key = generateKeyEncryptionKey()
  const servers = [1, 2, 3].map(() => startProcess({ ...variables, ENCRYPTION_KEY: key }))
  onTestFinished(() => servers.forEach(({ child }) => void child.kill('SIGKILL')))
  const codes: (string | undefined)[] = []
  for (const { address, said } of servers) {
    await address
    codes.push(await vi.waitUntil(() => /\/setup and enter the code (\S+)/.exec(said().stdout)?.[1]))
  }
  expect(codes).toEqual(Array(3).fill(expect.stringMatching(/^(?:[2-9A-HJ-NP-Z]{5}(?:-|$)){4}$/)))
  expect(new Set(codes).size).toBe(1)
  const setUp = { code: codes[0], organization: 'Acme', name: 'Ada', ...newAccount() }
  const first = await servers[0]?.address
  const answer = await send(`${first}`, 'POST', '/api/trpc/setup.complete', { body: setUp })
  expect(answer.status).toBe(200)
})

it('a start with a PostgreSQL out of reach says so in one sentence without the address', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-start-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const words = await failedStart({
    DATA_DIR: dataDir,
    DATABASE_URL: 'postgresql://app:a-secret@127.0.0.1:1/app',
    ENCRYPTION_KEY: generateKeyEncryptionKey(),
    AUTH_SECRET: authSecret,
  })
  expect(words.trim().split('\n')).toEqual([expect.stringMatching(/^The database of DATABASE_URL is out of reach\./)])
  expect(words).not.toContain('a-secret')
})
