import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { generateKeyEncryptionKey } from '@app-connections/sealing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { send } from './http.ts'
import { dataOf, siteUrl } from './running-server.ts'
import { failedStart, type ServerProcess, startProcess } from './server-process.ts'

const idOf = z.object({ appConnection: z.object({ id: z.uuid() }) })

describe.each(engines)('the life of a server as a process on %s with the sandbox', (engine) => {
  const account = { email: 'ada@example.com', password: 'a long password' }
  const setupPath = () => join(place.dataDir, 'setup-code')
  let sandbox: Sandbox
  let place: { dataDir: string; variables: Record<string, string>; remove(): Promise<void> }
  let server: ServerProcess
  let url: string
  let token: string

  beforeAll(async () => {
    sandbox = await startSandbox()
    const { target, remove } = await emptyDatabase(engine)
    const dataDir = 'dir' in target ? dirname(target.dir) : await mkdtemp(join(tmpdir(), 'app-connections-process-'))
    const keys = { ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: generateKeyEncryptionKey() }
    const database = 'url' in target ? { DATABASE_URL: target.url, ...keys } : {}
    const variables = { DATA_DIR: dataDir, SITE_URL: siteUrl, HEROKU_API_URL: sandbox.url, ...database }
    place = { dataDir, variables, remove }
    server = startProcess(variables)
    url = await server.address
  })
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await server.ended
    await sandbox.close()
    await place.remove()
    await rm(place.dataDir, { recursive: true, force: true })
  })

  const create = async (name: string) => {
    const credentials = { authToken: (await sandbox.control.mintToken()).token }
    const body = { method: 'auth-token', name, credentials }
    return send(url, 'POST', '/api/v1/app-connections/heroku', { token, body })
  }

  it('begins with a code in a file for the operator alone, which makes the first admin, once', async () => {
    expect((await stat(setupPath())).mode & 0o777).toBe(0o600)
    expect((await stat(place.dataDir)).mode & 0o777).toBe(0o700)
    const code = (await readFile(setupPath(), 'utf8')).trim()
    expect(code).toMatch(/^(?:[2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}$/)
    const body = { code, organization: 'Acme', name: 'Ada', ...account }
    const complete = (change: Record<string, string> = {}) =>
      send(url, 'POST', '/api/trpc/setup.complete', { body: { ...body, ...change } })
    expect((await complete({ code: 'AAAAA-AAAAA-AAAAA-AAAAA' })).status).toBe(400)
    expect((await stat(setupPath())).isFile()).toBe(true)
    expect((await complete()).status).toBe(200)
    await expect(stat(setupPath())).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await complete()).status).toBe(400)
    token = await tokenOf(url, account)
    expect(server.said().stdout).toContain(`open ${siteUrl}/setup and enter the code ${code}`)
    const log = server
      .said()
      .stdout.split('\n')
      .filter((line) => line.startsWith('{'))
    expect(log.join('\n')).not.toContain(code)
    expect(log.join('\n')).not.toContain(account.password)
  })

  it('goes on, embedded, while a second process is refused its data directory', async () => {
    if (engine === 'PGlite') {
      const words = await failedStart(place.variables)
      expect(words).toMatch(/^The data directory .* is in use by another process\..*\n$/)
      expect(words).toContain(basename(place.dataDir))
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  it('outlasts SIGKILL: started again it finds what it has answered for', async () => {
    const made = await create('before')
    const { id } = idOf.parse(made.body).appConnection
    server.child.kill('SIGKILL')
    expect((await server.ended).code).toBeNull()

    server = startProcess(place.variables)
    url = await server.address
    const found = await send(url, 'GET', `/api/v1/app-connections/heroku/${id}`, { token })
    expect([found.status, found.body]).toEqual([200, made.body])
    expect((await create('after')).status).toBe(200)
    await expect(stat(setupPath())).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('ends within two seconds of SIGTERM with code 0, after the request in flight, whatever else is connected', async () => {
    // As browsers do, and as a client may leave it open for ever.
    const silent = connect(Number(new URL(url).port), '127.0.0.1')
    onTestFinished(() => void silent.destroy())
    await once(silent, 'connect')
    await sandbox.control.clearRequests()
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'latency', ms: 600 } })
    const inFlight = create('in-flight')
    await expect.poll(async () => (await sandbox.control.requests()).length).toBe(1)
    const asked = performance.now()
    server.child.kill('SIGTERM')
    expect((await inFlight).status).toBe(200)
    expect((await server.ended).code).toBe(0)
    expect(performance.now() - asked).toBeLessThan(2_000)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })
})

/** Signs in, makes a machine identity that is admin of the organization, and logs it in. */
async function tokenOf(url: string, account: { email: string; password: string }): Promise<string> {
  const signIn = await send(url, 'POST', '/api/auth/sign-in/email', { body: account, headers: { origin: siteUrl } })
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  const mutate = async (procedure: string, body: unknown) =>
    dataOf(await send(url, 'POST', `/api/trpc/${procedure}`, { body, headers: { cookie, origin: siteUrl } }))
  const made = await mutate('identities.create', { name: 'ci', role: 'admin' })
  const { id, clientId } = z.looseObject({ id: z.string(), clientId: z.string() }).parse(made)
  const secret = await mutate('clientSecrets.create', { identityId: id })
  const { clientSecret } = z.looseObject({ clientSecret: z.string() }).parse(secret)
  const login = await send(url, 'POST', '/api/v1/auth/universal-auth/login', { body: { clientId, clientSecret } })
  return z.looseObject({ accessToken: z.string() }).parse(login.body).accessToken
}
