import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createDb, type Database } from '@app-connections/db'
import { type Engine, emptyDatabase } from '@app-connections/db/testing/engines'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { generateKeyEncryptionKey } from '@app-connections/sealing'
import { onTestFinished } from 'vitest'
import { type Admin, setUp } from './admin.ts'
import { type Request, send } from './http.ts'
import { siteUrl } from './running-server.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

/** A place where server processes are started one after the other, each after the one before was killed. */
export interface Place {
  readonly sandbox: Sandbox
  /** `entry` is the program; the server as it is started unless given. */
  start(variables?: Record<string, string>, entry?: string): Promise<{ process: ServerProcess; url: string }>
  /** The first admin of a server that has none yet. */
  admin(url: string): Promise<Admin>
  kill(process: ServerProcess): Promise<void>
  /** Reads and changes the database while no process uses it. */
  between<T>(act: (database: Database) => Promise<T>): Promise<T>
}

export async function newPlace(engine: Engine): Promise<Place> {
  const [sandbox, { target, remove }] = await Promise.all([startSandbox(), emptyDatabase(engine)])
  const dataDir = 'dir' in target ? dirname(target.dir) : await mkdtemp(join(tmpdir(), 'app-connections-killed-'))
  const keys = { ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: generateKeyEncryptionKey() }
  const database = 'url' in target ? { DATABASE_URL: target.url } : {}
  const common = { DATA_DIR: dataDir, SITE_URL: siteUrl, HEROKU_API_URL: sandbox.url, RATE_LIMITS: 'off' }
  const running = new Set<ServerProcess>()
  async function kill(process: ServerProcess): Promise<void> {
    running.delete(process)
    process.child.kill('SIGKILL')
    await process.ended
  }
  onTestFinished(async () => {
    await Promise.all([...running].map(kill))
    await sandbox.close()
    await remove()
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    sandbox,
    kill,
    async start(variables = {}, entry) {
      const process = startProcess({ ...common, ...keys, ...database, ...variables }, entry)
      running.add(process)
      return { process, url: await process.address }
    },
    async admin(url) {
      const setupCode = (await readFile(join(dataDir, 'setup-code'), 'utf8')).trim()
      const call = (method: string, path: string, request: Request = {}) => send(url, method, path, request)
      return setUp({ call, setupCode, secrets: new Set() })
    },
    async between(act) {
      const opened = await createDb(target)
      try {
        return await act(opened)
      } finally {
        await opened.close()
      }
    },
  }
}
