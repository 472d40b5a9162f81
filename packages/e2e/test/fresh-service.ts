import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { type CanaryDatabase, pgliteDatabase, postgresDatabase } from './canary-databases.ts'
import { freePorts } from './ports.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import type { Query } from './stored-places.ts'
import { startWebProcess, type WebProcess } from './web-process.ts'

/** Where Heroku sends people back to after a consent. */
export const callbackPath = '/organization/app-connections/heroku/oauth/callback'

/** Server, web app and sandbox as they are before anybody has been there. */
export interface FreshService {
  readonly url: string
  readonly dataDir: string
  readonly sandbox: Sandbox
  readonly server: ServerProcess
  readonly web: WebProcess
  /** Into the database of the running service; undefined on PGlite, which takes one process alone. */
  readonly query: Query | undefined
  stop(): Promise<void>
}

/**
 * Starts one with its log at its finest: on a new database of the PostgreSQL at `postgresUrl`, or on PGlite for ''.
 * `registered`: whether it is known to the sandbox as an OAuth client.
 */
export async function startFreshService(options: { postgresUrl: string; registered: boolean }): Promise<FreshService> {
  const { postgresUrl, registered } = options
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-fresh-'))
    undo.push(() => rm(dataDir, { recursive: true, force: true }))
    const database = postgresUrl === '' ? await pgliteDatabase(dataDir) : await postgresDatabase(postgresUrl)
    undo.push(() => database.drop())
    const [port = 0, webPort = 0] = await freePorts(2)
    const url = `http://localhost:${port}`
    const sandbox = await startSandbox()
    undo.push(() => sandbox.close())
    const server = await startServerProcess({
      ...database.env,
      ...(registered ? await oauthVariables(sandbox, url) : { HEROKU_API_URL: sandbox.url }),
      DATA_DIR: dataDir,
      PORT: String(port),
      WEB_PORT: String(webPort),
      SITE_URL: url,
      LOG_LEVEL: 'trace',
      RATE_LIMITS: 'off',
    })
    undo.push(() => server.kill())
    const web = await startWebProcess({ port: webPort, siteUrl: url, apiUrl: server.url })
    undo.push(() => web.stop())
    const query = postgresUrl === '' ? undefined : await opened(database, undo)
    return { url, dataDir, sandbox, server, web, query, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Registers a service at the sandbox; resolves with the environment of its server. */
export async function oauthVariables(sandbox: Sandbox, siteUrl: string): Promise<Record<string, string>> {
  const client = await sandbox.control.setOAuthClient({ redirectUri: `${siteUrl}${callbackPath}` })
  return {
    HEROKU_API_URL: sandbox.url,
    HEROKU_ID_URL: sandbox.url,
    HEROKU_OAUTH_CLIENT_ID: client.id,
    HEROKU_OAUTH_CLIENT_SECRET: client.secret,
  }
}

async function opened(database: CanaryDatabase, undo: (() => Promise<unknown>)[]): Promise<Query> {
  const { query, close } = await database.connect()
  undo.push(close)
  return query
}
