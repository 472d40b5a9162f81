import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { type Client, createClient } from '../src/index.ts'

const origin = 'http://connections.test'

export interface Service {
  /** What the examples of the README read from their environment. */
  variables: Record<'SITE_URL' | 'CLIENT_ID' | 'CLIENT_SECRET' | 'ACCESS_TOKEN' | 'HEROKU_TOKEN', string>
  /** The first admin, in a browser. */
  admin: Client
  /** The platform behind it. */
  sandbox: Sandbox
  close(): Promise<void>
}

/** The real service as a process of its own, set up, with a machine identity that may do everything in it. */
export async function startService(): Promise<Service> {
  const dataDir = mkdtempSync(join(tmpdir(), 'app-connections-client-'))
  const sandbox = await startSandbox()
  const program = join(import.meta.dirname, '..', '..', '..', 'apps', 'server', 'src', 'main.ts')
  const server = spawn(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      DATA_DIR: dataDir,
      PORT: '0',
      SITE_URL: origin,
      HEROKU_API_URL: sandbox.url,
      LOG_LEVEL: 'fatal',
      NODE_ENV: 'production',
    },
  })
  const close = async () => {
    const ended = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : undefined
    server.kill('SIGTERM')
    await ended
    await sandbox.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const url = await addressOf(server)
    const { admin, ...machine } = await setUp(url, readFileSync(join(dataDir, 'setup-code'), 'utf8').trim())
    const { token } = await sandbox.control.mintToken()
    return { variables: { SITE_URL: url, ...machine, HEROKU_TOKEN: token }, admin, sandbox, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function addressOf(server: ChildProcess): Promise<string> {
  const ended = once(server, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`)))
  const [message]: unknown[] = await Promise.race([once(server, 'message'), ended])
  if (typeof message === 'object' && message !== null && 'address' in message) return String(message.address)
  throw new Error('the server did not say where it listens')
}

async function setUp(url: string, code: string) {
  const visitor = createClient({ url, auth: { cookie: 'browser' } })
  const account = { email: 'ada@example.com', password: crypto.randomUUID() }
  await visitor.setup.complete.mutate({ code, organization: 'Acme', name: 'Ada', ...account })
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const cookie = answer.headers.getSetCookie().map((header) => header.split(';', 1)[0])
  const admin = createClient({ url, auth: { cookie: cookie.join('; '), origin } })
  const identity = await admin.identities.create.mutate({ name: 'robot', role: 'admin' })
  const { clientSecret } = await admin.clientSecrets.create.mutate({ identityId: identity.id })
  const login = { clientId: identity.clientId, clientSecret }
  const { accessToken } = await visitor.accessTokens.login.mutate(login)
  return { admin, CLIENT_ID: login.clientId, CLIENT_SECRET: clientSecret, ACCESS_TOKEN: accessToken }
}
