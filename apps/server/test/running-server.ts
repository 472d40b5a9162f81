import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from '@app-connections/db'
import { type Engine, emptyDatabase, takeDatabase } from '@app-connections/db/testing/engines'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { type RenderSandbox, startRenderSandbox } from '@app-connections/render-sandbox'
import { createCheckRecord, generateKeyEncryptionKey } from '@app-connections/sealing'
import { afterAll, beforeAll, expect } from 'vitest'
import * as z from 'zod'
import { readConfig } from '../src/config.ts'
import type { openDatabase } from '../src/database.ts'
import { findKeys } from '../src/keys.ts'
import { createLog } from '../src/log.ts'
import { type Overrides, startServer } from '../src/start.ts'
import { type Answer, type Request, send } from './http.ts'

export const siteUrl = 'http://connections.test'

export interface TestServer {
  readonly url: string
  readonly sandbox: Sandbox
  readonly render: RenderSandbox
  readonly database: Database
  /** The address of its database, for PostgreSQL. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  /** The code of the first set-up. */
  readonly setupCode: string
  /** Every line of the log so far, of all levels. */
  readonly log: string[]
  /** Secrets that must never be in the log, which is searched when the server has stopped. */
  readonly secrets: Set<string>
  call(method: string, path: string, request?: Request): Promise<Answer>
  /** A sandbox token, which is a secret. */
  mint(): Promise<string>
  close(): Promise<void>
}

export interface ServerOptions {
  readonly engine: Engine
  readonly variables?: Record<string, string> | ((sandbox: Sandbox) => Promise<Record<string, string>>)
  /** The address to reach the database by, if not directly. */
  readonly through?: (url: string) => Promise<string>
  readonly unread?: Overrides['unread']
  /** Shorter times than those of the service. */
  readonly times?: Pick<Overrides, 'patience' | 'bodyPatience'>
}

/**
 * Starts the server on a free port, over HTTP, with the sandbox as Heroku. Its database may be one that earlier tests
 * have used and emptied. With `through`, it is a new one that the server itself opens.
 */
export async function startTestServer({
  engine,
  variables,
  through,
  unread,
  times,
}: ServerOptions): Promise<TestServer> {
  const [sandbox, render] = await Promise.all([startSandbox(), startRenderSandbox()])
  const given = typeof variables === 'function' ? await variables(sandbox) : (variables ?? {})
  const place = await placeFor(engine, given, through)
  const log: string[] = []
  const keys = { ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: randomBytes(32).toString('base64') }
  const config = readConfig({
    ...place.environment,
    ...keys,
    DATA_DIR: place.dataDir,
    PORT: '0',
    SITE_URL: siteUrl,
    HEROKU_API_URL: sandbox.url,
    RENDER_API_URL: render.url,
    RATE_LIMITS: 'off',
    JOBS: 'off',
    ...given,
  })
  const { open } = place
  const overrides = { ...times, ...(open === undefined ? {} : { open }), ...(unread === undefined ? {} : { unread }) }
  const server = await startServer(config, createLog('trace', { write: (line) => void log.push(line) }), overrides)
  const { setupCode = '' } = server
  const secrets = new Set([...Object.values(keys), setupCode])
  return {
    url: server.address,
    sandbox,
    render,
    database: server.database,
    databaseUrl: place.environment.DATABASE_URL,
    dataDir: place.dataDir,
    setupCode,
    log,
    secrets,
    call: (method, path, request) => send(server.address, method, path, request),
    async mint() {
      const { token } = await sandbox.control.mintToken()
      secrets.add(token)
      return token
    },
    async close() {
      await server.close()
      await sandbox.close()
      await render.close()
      await place.remove()
    },
  }
}

/** A data directory, the variables of its database, and how that is opened where the server does not open it. */
interface TestPlace {
  readonly dataDir: string
  readonly environment: { readonly DATABASE_URL?: string }
  readonly open?: typeof openDatabase
  remove(): Promise<void>
}

/** A server whose variables name a database is a second one there, and opens it itself. */
function placeFor(engine: Engine, given: Record<string, string>, through: ServerOptions['through']) {
  if (given.DATABASE_URL !== undefined) return placeOnly({ DATABASE_URL: given.DATABASE_URL })
  return through === undefined ? keptPlace(engine) : ownPlace(engine, through)
}

async function placeOnly(environment: TestPlace['environment']): Promise<TestPlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-server-'))
  return { dataDir, environment, remove: () => rm(dataDir, { recursive: true, force: true }) }
}

async function keptPlace(engine: Engine): Promise<TestPlace> {
  const { database, url, giveBack } = await takeDatabase(engine)
  const place = await placeOnly(url === undefined ? {} : { DATABASE_URL: url })
  return {
    ...place,
    async open(config) {
      const keys = await findKeys(config, true)
      const record = Buffer.from(createCheckRecord(keys.kek))
      await database.kysely.updateTable('key_checks').set({ record, auth_secret: null }).execute()
      return { database, keys, close: async () => {} }
    },
    async remove() {
      await giveBack()
      await place.remove()
    },
  }
}

async function ownPlace(engine: Engine, through: (url: string) => Promise<string>): Promise<TestPlace> {
  const empty = await emptyDatabase(engine)
  if ('dir' in empty.target) return { dataDir: dirname(empty.target.dir), environment: {}, remove: empty.remove }
  const place = await placeOnly({ DATABASE_URL: await through(empty.target.url) })
  return {
    ...place,
    async remove() {
      await empty.remove()
      await place.remove()
    },
  }
}

/** A server for one block of tests. When it has stopped, its log is searched for every secret of the block. */
export function useServer(options: ServerOptions): () => TestServer {
  let server: TestServer | undefined
  beforeAll(async () => {
    server = await startTestServer(options)
  })
  afterAll(async () => {
    if (server === undefined) return
    await server.close()
    expect(server.log.length).toBeGreaterThan(0)
    const lines = server.log.join('')
    for (const secret of server.secrets) {
      if (secret !== '' && lines.includes(secret)) throw new Error(`the log holds a secret: ${secret}`)
    }
  })
  return () => {
    if (server === undefined) throw new Error('the server is not running yet')
    return server
  }
}

/** The answer of a procedure. Throws where it failed. */
export function dataOf(answer: Answer): unknown {
  const { result } = z.object({ result: z.object({ data: z.unknown() }) }).parse(answer.body)
  return result.data
}

/** A new address and password, both fit for an account. */
export function newAccount() {
  return { email: `${randomUUID()}@example.com`, password: `password ${randomUUID()}` }
}
