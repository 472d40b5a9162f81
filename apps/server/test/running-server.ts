import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from '@app-connections/db'
import { type EmptyDatabase, type Engine, emptyDatabase } from '@app-connections/db/testing/engines'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { generateKeyEncryptionKey } from '@app-connections/sealing'
import { afterAll, beforeAll, expect } from 'vitest'
import * as z from 'zod'
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/log.ts'
import { startServer } from '../src/start.ts'
import { type Answer, type Request, send } from './http.ts'

export const siteUrl = 'http://connections.test'

export interface TestServer {
  readonly url: string
  readonly sandbox: Sandbox
  readonly database: Database
  readonly dataDir: string
  /** The code of the first set-up. */
  readonly setupCode: string
  /** Every line of the log so far, of every level. */
  readonly log: string[]
  /** What must never be in the log: looked for when the server has stopped. */
  readonly secrets: Set<string>
  call(method: string, path: string, request?: Request): Promise<Answer>
  /** A sandbox token, which is a secret. */
  mint(): Promise<string>
  close(): Promise<void>
}

export interface ServerOptions {
  readonly engine: Engine
  readonly variables?: Record<string, string> | ((sandbox: Sandbox) => Promise<Record<string, string>>)
  /** Where the database is to be reached, if not directly. */
  readonly through?: (url: string) => Promise<string>
}

/** Starts the server on a free port, over real HTTP, on a database of its own with the sandbox as Heroku. */
export async function startTestServer({ engine, variables, through }: ServerOptions): Promise<TestServer> {
  const [empty, sandbox] = await Promise.all([emptyDatabase(engine), startSandbox()])
  const { dataDir, environment, remove } = await placeOf(empty, through)
  const log: string[] = []
  const keys = { ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: randomBytes(32).toString('base64') }
  const config = readConfig({
    ...environment,
    ...keys,
    DATA_DIR: dataDir,
    PORT: '0',
    SITE_URL: siteUrl,
    HEROKU_API_URL: sandbox.url,
    RATE_LIMITS: 'off',
    JOBS: 'off',
    ...(typeof variables === 'function' ? await variables(sandbox) : variables),
  })
  const server = await startServer(config, createLog('trace', { write: (line) => void log.push(line) }))
  const { setupCode = '' } = server
  const secrets = new Set([...Object.values(keys), setupCode])
  return {
    url: server.address,
    sandbox,
    database: server.database,
    dataDir,
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
      await remove()
    },
  }
}

async function placeOf(empty: EmptyDatabase, through = async (url: string) => url) {
  if ('dir' in empty.target) return { dataDir: dirname(empty.target.dir), environment: {}, remove: empty.remove }
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-server-'))
  return {
    dataDir,
    environment: { DATABASE_URL: await through(empty.target.url) },
    async remove() {
      await empty.remove()
      await rm(dataDir, { recursive: true, force: true })
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
