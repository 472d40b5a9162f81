import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSandbox } from '@app-connections/heroku-sandbox'
import { startRenderSandbox } from '@app-connections/render-sandbox'
import {
  type Canaries,
  callsUnderFaults,
  mintCanaries,
  ordinaryCalls,
  type Statuses,
  type Target,
} from './canary-calls.ts'
import type { CanaryDatabase } from './canary-databases.ts'
import { callsOfRender } from './canary-render.ts'
import { type Installation, setUpInstallation } from './installation.ts'
import { misplaceToken } from './misplaced-token.ts'
import { randomToken } from './random-token.ts'
import { createRecorder } from './recorder.ts'
import { formsOf } from './secret-forms.ts'
import type { Place } from './secret-search.ts'
import { startServerProcess } from './server-process.ts'
import { filesOf, tablesAsText } from './stored-places.ts'

/** Everything a server left behind after a life with canaries. */
export interface Evidence {
  readonly statuses: { ordinary: Statuses; faults: Statuses; misplaced: Statuses; render: Statuses }
  readonly canaries: Canaries
  readonly secrets: Installation['secrets']
  readonly answers: readonly Place[]
  /** Standard output (the log at its finest, and the console) and error output. */
  readonly logs: readonly Place[]
  readonly tables: readonly Place[]
  readonly files: readonly Place[]
  /** A connection's name that went through the server in ways that show it, to be found in each kind of place. */
  readonly control: string
  /** What stands in a table of its own in every form of text, and in a file in every form at all. */
  readonly planted: string
  /** The connections by name: how long their sealed credentials are, in bytes, and their fingerprints. */
  readonly sealed: readonly { name: string; length: number; hash: string }[]
  /** The server's own keys by the names of the files they have where the server makes them. */
  readonly keys: Readonly<Record<string, string>>
}

/**
 * Runs a server on a database through every kind of call with canary tokens, stops it, and gathers what there is: every
 * answer, the logs, every table as text and, after a checkpoint, every byte on disk.
 */
export async function gatherEvidence(database: CanaryDatabase, dataDir: string): Promise<Evidence> {
  const recorder = createRecorder()
  const sandbox = await startSandbox()
  const render = await startRenderSandbox()
  const control = `control-${randomToken().toLowerCase()}`
  const planted = `"\\/<&>%+=?${randomToken()}`
  const server = await startServerProcess({
    ...database.env,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'trace',
    RATE_LIMITS: 'off',
    HEROKU_API_URL: sandbox.url,
    RENDER_API_URL: render.url,
  })
  const { url, origin, said } = server
  const { fetch } = recorder
  const installation = await setUpInstallation({ url, origin, dataDir, fetch })
  const canaries = await mintCanaries(sandbox, render)
  const target: Target = { url, origin, installation, sandbox, render, fetch }
  const statuses = {
    ordinary: await ordinaryCalls(target, canaries),
    faults: await callsUnderFaults(target, canaries.faulted),
    misplaced: await misplaceToken(target, canaries.misplaced),
    render: await callsOfRender(target, canaries),
  }
  await plantThroughServer(target, control)
  await server.stop()
  await sandbox.close()
  await render.close()

  const { query, close } = await database.connect()
  await query('create schema planted')
  await query('create table planted.forms (value text)')
  for (const { name, bytes } of formsOf(planted)) {
    // Text of PostgreSQL holds no zero bytes, and so no UTF-16.
    if (name.startsWith('UTF-16')) continue
    await query(`insert into planted.forms values (convert_from('\\x${bytes.toString('hex')}', 'UTF8'))`)
  }
  await query('checkpoint')
  const tables = await tablesAsText(query)
  const sealed = await query(
    'select name, octet_length(credentials)::int as length, credentials_hash as hash from connections order by name',
  )
  await close()
  await writeFile(join(dataDir, 'planted'), Buffer.concat(formsOf(planted).map(({ bytes }) => bytes)))
  const elsewhere = typeof database.files === 'string' ? [] : await filesOf(database.files.folder)
  return {
    statuses,
    canaries,
    secrets: installation.secrets,
    answers: recorder.answers,
    logs: [
      { name: 'log', bytes: Buffer.from(said.output) },
      { name: 'error output', bytes: Buffer.from(said.errors) },
    ],
    tables,
    files: [...elsewhere, ...(await filesOf(dataDir))],
    control,
    planted,
    sealed: sealed.map(({ name, length, hash }) => ({ name: `${name}`, length: Number(length), hash: `${hash}` })),
    keys: {
      'encryption-key': database.env.ENCRYPTION_KEY ?? (await readKey(dataDir, 'encryption-key')),
      'auth-secret': database.env.AUTH_SECRET ?? (await readKey(dataDir, 'auth-secret')),
    },
  }
}

async function readKey(dataDir: string, file: string): Promise<string> {
  return (await readFile(join(dataDir, file), 'utf8')).trim()
}

/** Puts the control where the contract or the log shows it, and into the tables: each place is reached for real. */
async function plantThroughServer({ url, installation, sandbox, fetch }: Target, control: string): Promise<void> {
  const authorization = `Bearer ${installation.secrets.accessToken}`
  const { token } = await sandbox.control.mintToken({ shape: 'long' })
  const path = `${url}/api/v1/app-connections/heroku`
  await fetch(path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: control, method: 'auth-token', credentials: { authToken: token } }),
  })
  await fetch(`${path}?projectId=${control}`, { headers: { authorization } })
  // What the platform says of a failure goes to the log, with the credential cut out of it.
  await sandbox.control.setFault({
    path: '*',
    times: 2,
    effect: { kind: 'status', status: 500, id: 'internal', message: control },
  })
  await fetch(path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'planted-in-the-log', method: 'auth-token', credentials: { authToken: token } }),
  })
  await sandbox.control.clearFaults()
}
