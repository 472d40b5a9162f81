import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDb, type Database, orgIdOf, selectOrganizationKeys } from '@app-connections/db'
import { createDatabase } from '@app-connections/db/testing'
import { answerConsent, digest, type LoggedRequest, type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { startRenderSandbox } from '@app-connections/render-sandbox'
import { createKeyring, generateKeyEncryptionKey, open, parseKeyEncryptionKey } from '@app-connections/sealing'
import * as z from 'zod'
import { type Admin, newMachine, setUp } from '../admin.ts'
import { send } from '../http.ts'
import { oauthVariables } from '../oauth/variables.ts'
import { dataOf, siteUrl, type TestServer } from '../running-server.ts'
import { type ServerProcess, startProcess } from '../server-process.ts'

export const turnMs = 1_500

const entry = join(import.meta.dirname, 'quick-server.ts')
const started = z.object({ url: z.url() })
const storedSchema = z.object({ refreshToken: z.string() })

/** A connection with the digest by which the sandbox's log shows its refresh token. */
export interface Renewable {
  readonly id: string
  readonly refreshToken: string
}

export interface Cluster {
  readonly sandbox: Sandbox
  readonly database: Database
  readonly admin: Admin
  /** Where a process answers. */
  addressOf(process: number): string
  /** A new machine identity that is a member. */
  machine(): Promise<{ id: string; token: string }>
  /** A connection made by consent, with a name of its own. */
  connect(): Promise<Renewable>
  /** Ends the tokens of these connections. `unseen`: their stored end stays unknown. */
  end(connections: readonly Renewable[], unseen?: boolean): Promise<void>
  /** One use through a process: its status, or 0 where the process ends before it answers. */
  use(process: number, connection: Renewable): Promise<number>
  kill(process: number): Promise<void>
  restart(process: number): Promise<void>
  /** The refreshes with the first refresh token of a connection. */
  refreshesOf(connection: Renewable): Promise<LoggedRequest[]>
  close(): Promise<void>
}

/** Several server processes on one PostgreSQL, with a sandbox as Heroku, and an organization made by one of them. */
export async function startCluster(postgresUrl: string, count: number): Promise<Cluster> {
  const [{ url, drop }, sandbox, render, folder] = await Promise.all([
    createDatabase(postgresUrl),
    startSandbox({ rateLimits: 'off' }),
    startRenderSandbox(),
    mkdtemp(join(tmpdir(), 'app-connections-cluster-')),
  ])
  const database = await createDb({ url, poolSize: 5 })
  const encryptionKey = generateKeyEncryptionKey()
  const variables = {
    ...(await oauthVariables(sandbox)),
    DATABASE_URL: url,
    DATABASE_POOL: '5',
    ENCRYPTION_KEY: encryptionKey,
    AUTH_SECRET: randomBytes(32).toString('base64'),
    SITE_URL: siteUrl,
    RATE_LIMITS: 'off',
    JOBS: 'off',
    LOG_LEVEL: 'warn',
  }
  const start = (process: number) => startProcess({ ...variables, DATA_DIR: join(folder, `${process}`) }, entry)
  // The first one migrates and is set up. Any other started before that would offer its own set-up code.
  const processes: ServerProcess[] = [start(0)]
  const addresses = [await processOf(0).address]

  function processOf(index: number): ServerProcess {
    const found = processes[index]
    if (found === undefined) throw new Error(`there is no process ${index}`)
    return found
  }
  const first: TestServer = {
    url: `${addresses[0]}`,
    sandbox,
    render,
    database,
    dataDir: folder,
    databaseUrl: url,
    setupCode: (await readFile(join(folder, '0', 'setup-code'), 'utf8')).trim(),
    log: [],
    secrets: new Set(),
    call: (method, path, request) => send(`${addresses[0]}`, method, path, request),
    mint: async () => (await sandbox.control.mintToken()).token,
    close: async () => {},
  }
  const admin = await setUp(first)
  const { token } = await newMachine(first, admin, 'admin')
  for (let each = 1; each < count; each += 1) processes.push(start(each))
  for (let each = 1; each < count; each += 1) addresses.push(await processOf(each).address)
  const keyring = createKeyring({
    kek: parseKeyEncryptionKey(encryptionKey),
    load: (orgId) => selectOrganizationKeys(database.kysely, orgIdOf(orgId)),
  })

  return {
    sandbox,
    database,
    admin,
    addressOf: (process) => `${addresses[process]}`,
    machine: () => newMachine(first, admin, 'member'),
    async connect() {
      const input = { app: 'heroku', purpose: 'create', name: `c-${randomUUID()}` }
      const { url: consent } = started.parse(dataOf(await admin.mutate('oauth.start', input)))
      const back = await answerConsent(consent)
      const answer = await first.call('GET', back.pathname + back.search, { headers: { cookie: admin.cookie } })
      const id = `${answer.headers.get('location')?.split('/').at(-1)}`
      const row = await database.kysely
        .selectFrom('connections')
        .select(['credentials', 'seal_revision'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const context = {
        purpose: 'connection-credentials',
        orgId: admin.orgId,
        recordId: id,
        revision: row.seal_revision,
      }
      const opened = open((await keyring.forOrg(admin.orgId)).byId, context, row.credentials).toString('utf8')
      return { id, refreshToken: digest(storedSchema.parse(JSON.parse(opened)).refreshToken) }
    },
    async end(connections, unseen = false) {
      await sandbox.control.moveClock(28_800)
      await database.kysely
        .updateTable('connections')
        .set({ credential_expires_at: unseen ? null : new Date(Date.now() - 1_000) })
        .where(
          'id',
          'in',
          connections.map(({ id }) => id),
        )
        .execute()
    },
    async use(process, { id }) {
      try {
        return (await send(`${addresses[process]}`, 'GET', `/api/v1/app-connections/heroku/${id}/apps`, { token }))
          .status
      } catch {
        // The connection broke or was refused, which happens only to a killed process.
        return 0
      }
    },
    async kill(process) {
      processOf(process).child.kill('SIGKILL')
      await processOf(process).ended
    },
    async restart(process) {
      processes[process] = start(process)
      addresses[process] = await processOf(process).address
    },
    async refreshesOf({ refreshToken }) {
      const requests = await sandbox.control.requests()
      return requests.filter(({ bodySecrets }) => bodySecrets.refresh_token === refreshToken)
    },
    async close() {
      for (const { child } of processes) child.kill('SIGKILL')
      await Promise.all(processes.map(({ ended }) => ended))
      await database.close()
      await sandbox.close()
      await render.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
