import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { runProgram } from '../src/cli/program.ts'
import { createClient } from '../src/index.ts'
import { type Service, startService } from './service.ts'

const program = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')
const config = mkdtempSync(join(tmpdir(), 'app-connections-logins-'))
const directory = join(config, 'app-connections')
const file = join(directory, 'logins.json')

let service: Service
let variables: Record<string, string>

beforeAll(async () => {
  service = await startService()
  const { SITE_URL: url, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, HEROKU_TOKEN: authToken } = service.variables
  variables = { APP_CONNECTIONS_URL: url, XDG_CONFIG_HOME: config, PATH: process.env.PATH ?? '' }
  const machine = createClient({ url, auth: { clientId, clientSecret } })
  const made = { app: 'heroku', method: 'auth-token', name: 'shop', credentials: { authToken } } as const
  const { id: connectionId } = await machine.appConnections.create.mutate(made)
  const { id } = await service.admin.session.whoAmI.query()
  const subject = { type: 'person', id } as const
  await machine.grants.create.mutate({ app: 'heroku', connectionId, subject, actions: ['apps:read'] })
})
afterAll(async () => {
  await service?.close()
  rmSync(config, { recursive: true, force: true })
})
beforeEach(() => rmSync(directory, { recursive: true, force: true }))

function start(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { env: variables })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function ended(child: ChildProcess) {
  if (child.stdout === null || child.stderr === null) throw new Error('the program has no streams')
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { stdout, stderr, code }
}

/** Logs in as the admin does: reads the code that the program prints, and decides. */
async function logIn(decide: 'confirm' | 'deny') {
  const child = start(['login'])
  if (child.stdout === null || child.stderr === null) throw new Error('the program has no streams')
  const said = text(child.stderr)
  const exit = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    const [userCode] = /[A-Z]{4}-[A-Z]{4}$/.exec(line) ?? []
    if (lines.length === 2 && userCode !== undefined) await service.admin.deviceLogins[decide].mutate({ userCode })
  }
  const [code] = await exit
  return { lines, said: await said, code }
}

/** The same within this process. */
async function here(args: readonly string[], more: Record<string, string> = {}) {
  const said: string[] = []
  const around = {
    write: () => {},
    say: (sentence: string) => void said.push(sentence),
    asked: async () => {},
    screen: false,
  }
  const end = await runProgram(args, { ...around, variables: { ...variables, ...more } })
  return { end, said }
}

/** A login that the service did not give, as the program keeps it. */
async function keep(login: object, url = service.variables.SITE_URL): Promise<void> {
  await here(['logout'])
  rmSync(directory, { recursive: true, force: true })
  const { loginsOf } = await import('../src/cli/logins.ts')
  await loginsOf(variables).keep(url, { token: `acp_${'x'.repeat(43)}`, expiresAt: '2099-01-01T00:00:00Z', ...login })
}

it('logs a person in by an address and a code, uses connections as them, and logs them out', async () => {
  const { lines, said, code } = await logIn('confirm')
  expect([code, lines.length]).toEqual([0, 2])
  expect(lines[0]).toMatch(/^Open http:\/\/connections\.test\/device\?user_code=[A-Z]{4}-[A-Z]{4}$/)
  expect(said).toMatch(/^app-connections: Logged in at http:\S+ as Ada, in Acme, until \d{4}-\d\d-\d\d\n$/)
  expect([statSync(file).mode & 0o777, statSync(directory).mode & 0o777]).toEqual([0o600, 0o700])
  expect(readdirSync(directory)).toEqual(['logins.json'])
  const [token = ''] = /acp_[\w-]{43}/.exec(readFileSync(file, 'utf8')) ?? []
  expect(`${lines}${said}`).not.toContain(token)
  const [listed] = await service.admin.personalTokens.list.query()
  expect(listed?.name).toBe(`app-connections on ${hostname().slice(0, 64)}`)

  const script = `const headers = { authorization: 'Bearer ' + process.env.HEROKU_API_KEY }
    fetch(process.env.HEROKU_HOST + '/apps', { headers }).then((answer) => answer.json()).then((body) => {
      console.log(JSON.stringify({ env: process.env, body }))
    })`
  const used = await ended(start(['run', 'shop', '--', process.execPath, '-e', script]))
  expect(used).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(used.stdout).body).toContainEqual(expect.objectContaining({ name: 'note-g' }))
  expect(used.stdout).not.toContain(token)

  expect((await here(['logout'])).said).toEqual([expect.stringMatching(/^Logged out at http/)])
  expect(readFileSync(file, 'utf8')).toBe('{}\n')
  expect(await service.admin.personalTokens.list.query()).toEqual([])
  expect((await here(['logout'])).said).toEqual([expect.stringMatching(/^You are not logged in at http/)])
})

it('keeps nothing where the person refuses', async () => {
  expect(await logIn('deny')).toMatchObject({ code: 125, said: expect.stringMatching(/The person has refused/) })
  expect(existsSync(file)).toBe(false)
})

it('puts a login in place of the one before, which it ends', async () => {
  await logIn('confirm')
  const [first] = await service.admin.personalTokens.list.query()
  await keepOther()
  expect((await logIn('confirm')).code).toBe(0)
  const left = await service.admin.personalTokens.list.query()
  expect(left.map(({ id }) => id)).toEqual([expect.not.stringMatching(`^${first?.id}$`)])
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8'))).sort()).toEqual(
    [service.variables.SITE_URL, 'https://other.example'].sort(),
  )
  await here(['logout'])
})
/** The login at another address, which this one must leave alone. */
async function keepOther() {
  const { loginsOf } = await import('../src/cli/logins.ts')
  await loginsOf(variables).keep('https://other.example', { token: 'of another', expiresAt: '2099-01-01T00:00:00Z' })
}

const run = ['run', 'shop', '--', 'true']

it.each<[string, string[], () => unknown, RegExp]>([
  ['no login', run, () => {}, /^You are not logged in at http\S+\. Log in with app-connections login\. Or set /],
  ['a login that is over', run, () => keep({ expiresAt: '2020-01-01T00:00:00Z' }), /^Your login at http\S+ has ended/],
  ['a login that was revoked', run, () => keep({}), /refused: .* Log in with app-connections login\.$/],
  ['a file that others can read', run, () => keep({}).then(() => chmodSync(file, 0o640)), /can be read by others/],
  [
    'a file that is damaged',
    run,
    () => keep({}).then(() => writeFileSync(file, '{"x":1}')),
    /not as this program wrote/,
  ],
  ['a name too much', ['login', 'shop'], () => {}, /shop is too much/],
])('says in a sentence why it cannot: %s', async (_, args, prepare, sentence) => {
  await prepare()
  await expect(here(args)).rejects.toMatchObject({ message: expect.stringMatching(sentence) })
})

it('says so where only half of a machine identity is given, and keeps a login that cannot be ended', async () => {
  await expect(here(run, { APP_CONNECTIONS_CLIENT_ID: randomUUID() })).rejects.toThrow(/or neither/)
  await keep({}, 'http://127.0.0.1:9')
  await expect(here(['logout'], { APP_CONNECTIONS_URL: 'http://127.0.0.1:9' })).rejects.toThrow(/could not be ended/)
  expect(readFileSync(file, 'utf8')).toContain('http://127.0.0.1:9')
})
