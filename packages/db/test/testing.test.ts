import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import setup, { startUnlessExcused } from './global-setup.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { createDatabase, type PostgresServer, PostgresUnavailableError, startPostgres } from './testing.ts'

/** Only throw-away servers: what runs here must not depend on TEST_DATABASE_URL. */
const env = {}
const binaries = await findPostgresBinaries()
const installed = binaries.filter(({ root }) => root !== undefined)

async function query(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' })
    return rows.flat()
  } finally {
    await client.end()
  }
}

/** The folder of a throw-away server and the pid of its main process. */
async function traces(url: string): Promise<{ folder: string; pid: number }> {
  const folder = new URL(url).searchParams.get('host') ?? ''
  const pidFile = await readFile(join(folder, 'data/postmaster.pid'), 'utf8')
  return { folder, pid: Number.parseInt(pidFile, 10) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.skipIf(installed.length === 0)('a throw-away PostgreSQL', { timeout: 60_000 }, () => {
  let server: PostgresServer

  beforeAll(async () => {
    server = await startPostgres({ env })
  }, 60_000)
  afterAll(() => server.stop())

  it('keeps databases apart, and removes one while somebody is connected to it', async () => {
    const [one, two] = await Promise.all([createDatabase(server.url), createDatabase(server.url)])
    await query(one.url, 'create table only_here (id int)')
    const tables = "select tablename from pg_tables where schemaname = 'public'"
    expect(await query(one.url, tables)).toEqual(['only_here'])
    expect(await query(two.url, tables)).toEqual([])

    const guest = new Client({ connectionString: one.url })
    const complaints: string[] = []
    guest.on('error', (error) => complaints.push(error.message))
    await guest.connect()
    await Promise.all([one.drop(), two.drop()])
    await expect.poll(() => complaints).toContain('terminating connection due to administrator command')
    expect(await query(server.url, "select datname from pg_database where datname like 'test_%'")).toEqual([])
  })

  it('copies a template', async () => {
    const template = await createDatabase(server.url)
    await query(template.url, 'create table copied as select 42 as answer')
    const copies = await Promise.all([1, 2, 3].map(() => createDatabase(server.url, { template: template.name })))
    for (const copy of copies) expect(await query(copy.url, 'select answer from copied')).toEqual([42])
    await Promise.all([template, ...copies].map((database) => database.drop()))
  })

  it('makes twenty databases at once', async () => {
    const databases = await Promise.all(Array.from({ length: 20 }, () => createDatabase(server.url)))
    expect(new Set(databases.map(({ name }) => name)).size).toBe(20)
    await Promise.all(databases.map((database) => database.drop()))
  })

  it('is stood in for by TEST_DATABASE_URL, and then left running', async () => {
    const given = await startPostgres({ env: { TEST_DATABASE_URL: server.url } })
    expect(given).toMatchObject({ url: server.url, version: server.version, source: 'TEST_DATABASE_URL' })
    await given.stop()
    expect(await query(server.url, 'select 1')).toEqual([1])
  })

  it.each(installed)('from $source leaves no process and no folder when stopped', async (from) => {
    const stopped = await startPostgres({ env, binaries: [from] })
    const { folder, pid } = await traces(stopped.url)
    expect(stopped.source).toBe(from.source)
    expect(isAlive(pid)).toBe(true)
    await query(stopped.url, 'create table some_data (id int)')
    await stopped.stop()
    await stopped.stop()
    expect(isAlive(pid)).toBe(false)
    expect(existsSync(folder)).toBe(false)
  })

  it('leaves no process and no folder when the test run is killed', async () => {
    const holder = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/hold-postgres.ts')], {
      env: { TMPDIR: tmpdir() },
    })
    onTestFinished(() => void holder.kill('SIGKILL'))
    const [url] = await once(createInterface(holder.stdout), 'line')
    const { folder, pid } = await traces(url)
    expect(isAlive(pid)).toBe(true)
    holder.kill('SIGKILL')
    await expect.poll(() => isAlive(pid) || existsSync(folder), { timeout: 15_000 }).toBe(false)
  })

  it('runs from a folder that only its owner may enter', async () => {
    const embedded = binaries.find(({ source }) => source === 'embedded')
    if (embedded?.root === undefined) return
    const closed = await mkdtemp(join(tmpdir(), 'app-connections-closed-'))
    onTestFinished(() => rm(closed, { recursive: true }))
    const root = join(closed, 'native')
    cpSync(embedded.root, root, { recursive: true, verbatimSymlinks: true })
    const inside = await startPostgres({ env, binaries: [{ source: 'embedded', root }] })
    await inside.stop()
    expect(inside.version).toBe(server.version)
  })
})

describe('where no PostgreSQL can run', () => {
  const none = () =>
    startPostgres({
      env,
      binaries: [
        { source: 'embedded', root: undefined },
        { source: 'system', root: join(tmpdir(), 'app-connections-no-such-folder') },
      ],
    })

  it('the error names what was tried and what to do', async () => {
    await expect(none()).rejects.toThrow(PostgresUnavailableError)
    await expect(none()).rejects.toThrow(/embedded: not installed; system: .*ENOENT.* Set TEST_DATABASE_URL/)
  })

  it.each([
    { platform: 'linux-x64', allowSkip: '', excused: false },
    { platform: 'linux-x64', allowSkip: 'chromium', excused: false },
    { platform: 'linux-x64', allowSkip: 'chromium,postgresql', excused: true },
    { platform: 'darwin-arm64', allowSkip: '', excused: true },
  ])('the run fails only where it should have run: %o', async ({ platform, allowSkip, excused }) => {
    const warnings: string[] = []
    const run = startUnlessExcused({ start: none, platform, allowSkip, warn: (message) => warnings.push(message) })
    if (excused) {
      await expect(run).resolves.toBeUndefined()
      expect(warnings).toEqual([expect.stringContaining('No PostgreSQL can run here')])
    } else {
      await expect(run).rejects.toThrow(PostgresUnavailableError)
    }
  })

  it('a TEST_DATABASE_URL that does not answer is never excused', async () => {
    const env = { TEST_DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/postgres' }
    const run = startUnlessExcused({
      start: () => startPostgres({ env }),
      platform: 'linux-x64',
      allowSkip: 'postgresql',
      warn: () => expect.unreachable(),
    })
    await expect(run).rejects.toThrow('ECONNREFUSED')
  })
})

it('the global set-up provides the address of a server that runs until its teardown', { timeout: 60_000 }, async () => {
  const provided = new Map<string, unknown>()
  const teardown = await setup({ provide: (key, value) => provided.set(key, value) })
  const url = `${provided.get('postgresUrl')}`
  expect(await query(url, 'select 1')).toEqual([1])
  await teardown()
  if (!process.env.TEST_DATABASE_URL) await expect(query(url, 'select 1')).rejects.toThrow()
})
