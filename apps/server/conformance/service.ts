import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { createClient } from '../../../packages/client/src/index.ts'
import { sandboxControl } from '../../../packages/heroku-sandbox/src/index.ts'
import { freePort, startProcess } from './process.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** A server that runs as for any user, set up as people would, and the credentials of a machine. */
export interface RunningService {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** A project that the machine is admin of. */
  readonly projectId: string
  /** A token of the sandbox's Heroku. */
  readonly platformToken: string
}

/** Starts the sandbox and the server as processes, and makes a machine identity. The end of the test file ends both. */
export async function startService(): Promise<RunningService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-conformance-'))
  after(() => rm(dataDir, { recursive: true, force: true }))
  const secret = randomBytes(16).toString('hex')
  const sandbox = await startProcess(join(root, 'packages', 'heroku-sandbox', 'src', 'bin.ts'), {
    SANDBOX_PORT: '0',
    SANDBOX_CONTROL_SECRET: secret,
  })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await startProcess(join(root, 'apps', 'server', 'src', 'main.ts'), {
    PORT: `${port}`,
    SITE_URL: url,
    // Nothing listens there, and no page is asked for.
    WEB_PORT: `${await freePort()}`,
    DATA_DIR: dataDir,
    HEROKU_API_URL: sandbox.url,
  })
  const { token } = await sandboxControl(sandbox.url, secret).mintToken()
  const code = (await readFile(join(dataDir, 'setup-code'), 'utf8')).trim()
  return { url, platformToken: token, ...(await newMachine(url, code)) }
}

async function newMachine(
  url: string,
  code: string,
): Promise<Pick<RunningService, 'clientId' | 'clientSecret' | 'projectId'>> {
  const account = { email: 'ada@example.com', password: randomBytes(12).toString('base64url') }
  const visitor = createClient({ url, auth: { cookie: 'browser' } })
  await visitor.setup.complete.mutate({ code, organization: 'Conformance', name: 'Ada', ...account })
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const cookie = answer.headers.getSetCookie().map((header) => header.split(';', 1)[0])
  const admin = createClient({ url, auth: { cookie: cookie.join('; '), origin: url } })
  const { id, clientId } = await admin.identities.create.mutate({ name: 'conformance', role: 'admin' })
  const { clientSecret } = await admin.clientSecrets.create.mutate({ identityId: id })
  const { id: projectId } = await admin.projects.create.mutate({ name: 'Shop' })
  const member = { identityId: id }
  await admin.members.set.mutate({ scope: 'project', projectId, member, role: 'admin' })
  return { clientId, clientSecret, projectId }
}

/** Logs the machine identity in without a client library. */
export async function logIn({ url, clientId, clientSecret }: RunningService): Promise<string> {
  const client = createClient({ url, auth: { cookie: 'browser' } })
  return (await client.accessTokens.login.mutate({ clientId, clientSecret })).accessToken
}
