import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { generateKeyEncryptionKey } from '@app-connections/sealing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { send } from './http.ts'
import { startProcess } from './server-process.ts'

const siteUrl = 'http://connections.test'
const idOf = z.object({ appConnection: z.object({ id: z.uuid() }) })
const result = <T extends z.ZodType>(data: T) => z.object({ result: z.object({ data }) })

describe.each(engines)('the server as a process on %s with the sandbox', (engine) => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.close())

  /** A process that has its first admin, and a way to start it again. */
  async function startedOnce() {
    const { target, remove } = await emptyDatabase(engine)
    const dataDir = 'dir' in target ? dirname(target.dir) : await mkdtemp(join(tmpdir(), 'app-connections-process-'))
    onTestFinished(async () => {
      await remove()
      await rm(dataDir, { recursive: true, force: true })
    })
    const keys = { ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: generateKeyEncryptionKey() }
    const database = 'url' in target ? { DATABASE_URL: target.url, ...keys } : {}
    const variables = { DATA_DIR: dataDir, SITE_URL: siteUrl, HEROKU_API_URL: sandbox.url, ...database }
    const start = () => startProcess(variables)
    const server = start()
    return { server, start, dataDir, url: await server.address }
  }

  async function setUp(url: string, dataDir: string) {
    const code = (await readFile(join(dataDir, 'setup-code'), 'utf8')).trim()
    const account = { email: 'ada@example.com', password: 'a long password' }
    const body = { code, organization: 'Acme', name: 'Ada', ...account }
    const complete = (change: Record<string, string> = {}) =>
      send(url, 'POST', '/api/trpc/setup.complete', { body: { ...body, ...change } })
    const signedIn = async () => {
      const answer = await send(url, 'POST', '/api/auth/sign-in/email', { body: account, headers: { origin: siteUrl } })
      return {
        cookie: answer.headers
          .getSetCookie()
          .map((line) => line.split(';', 1)[0])
          .join('; '),
        origin: siteUrl,
      }
    }
    return { code, complete, signedIn }
  }

  async function tokenOf(url: string, headers: Record<string, string>): Promise<string> {
    const mutate = (procedure: string, body: unknown) => send(url, 'POST', `/api/trpc/${procedure}`, { body, headers })
    const identity = result(z.object({ id: z.string(), clientId: z.string() })).parse(
      (await mutate('identities.create', { name: 'ci', role: 'admin' })).body,
    ).result.data
    const { clientSecret } = result(z.object({ clientSecret: z.string() })).parse(
      (await mutate('clientSecrets.create', { identityId: identity.id })).body,
    ).result.data
    const login = await send(url, 'POST', '/api/v1/auth/universal-auth/login', {
      body: { clientId: identity.clientId, clientSecret },
    })
    return z.object({ accessToken: z.string() }).parse(login.body).accessToken
  }

  const create = async (url: string, token: string, name = 'main') => {
    const credentials = { authToken: (await sandbox.control.mintToken()).token }
    return send(url, 'POST', '/api/v1/app-connections/heroku', {
      token,
      body: { method: 'auth-token', name, credentials },
    })
  }

  it('makes its first admin with the code of a file for the operator alone, once', async () => {
    const { server, dataDir, url } = await startedOnce()
    const path = join(dataDir, 'setup-code')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    const { code, complete, signedIn } = await setUp(url, dataDir)
    expect(code).toMatch(/^(?:[2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}$/)
    expect((await complete({ code: 'AAAAA-AAAAA-AAAAA-AAAAA' })).status).toBe(400)
    expect((await stat(path)).isFile()).toBe(true)
    expect((await complete()).status).toBe(200)
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await complete()).status).toBe(400)
    expect((await signedIn()).cookie).toContain('session_token=')
    server.child.kill('SIGTERM')
    const { stdout } = await server.ended
    expect(stdout).toContain(`open ${siteUrl}/setup and enter the code ${code}`)
    const log = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .join('\n')
    expect(log).not.toContain(code)
    expect(log).not.toContain('a long password')
  })

  it('stops within two seconds of SIGTERM with code 0, after the request in flight, whatever connections are open', async () => {
    const { server, dataDir, url } = await startedOnce()
    const { complete, signedIn } = await setUp(url, dataDir)
    await complete()
    const token = await tokenOf(url, await signedIn())
    // As browsers do, and as a client may leave it for ever.
    const silent = connect(Number(new URL(url).port), '127.0.0.1')
    onTestFinished(() => void silent.destroy())
    await sandbox.control.clearRequests()
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'latency', ms: 600 } })
    const inFlight = create(url, token)
    await expect.poll(async () => (await sandbox.control.requests()).length).toBe(1)
    const asked = performance.now()
    server.child.kill('SIGTERM')
    expect((await inFlight).status).toBe(200)
    expect((await server.ended).code).toBe(0)
    expect(performance.now() - asked).toBeLessThan(2_000)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  it('finds what it has answered for when it is killed and started again', async () => {
    const { server, start, dataDir, url } = await startedOnce()
    const { complete, signedIn } = await setUp(url, dataDir)
    await complete()
    const token = await tokenOf(url, await signedIn())
    const made = await create(url, token)
    const { id } = idOf.parse(made.body).appConnection
    server.child.kill('SIGKILL')
    expect((await server.ended).code).toBeNull()

    const again = await start().address
    const found = await send(again, 'GET', `/api/v1/app-connections/heroku/${id}`, { token })
    expect([found.status, found.body]).toEqual([200, made.body])
    expect((await create(again, token, 'after')).status).toBe(200)
    await expect(stat(join(dataDir, 'setup-code'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
