import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { runProgram } from '../src/cli/program.ts'
import { createClient } from '../src/index.ts'
import { type Service, startService } from './service.ts'

const program = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')

let service: Service
let variables: Record<string, string>
let connectionId: string

beforeAll(async () => {
  service = await startService()
  const { SITE_URL: url, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, HEROKU_TOKEN: authToken } = service.variables
  variables = {
    APP_CONNECTIONS_URL: url,
    APP_CONNECTIONS_CLIENT_ID: clientId,
    APP_CONNECTIONS_CLIENT_SECRET: clientSecret,
    PATH: process.env.PATH ?? '',
  }
  const client = createClient({ url, auth: { clientId, clientSecret } })
  const made = { app: 'heroku', method: 'auth-token', name: 'shop', credentials: { authToken } } as const
  connectionId = (await client.appConnections.create.mutate(made)).id
  const { id } = await client.session.whoAmI.query()
  const subject = { type: 'identity', id } as const
  await client.grants.create.mutate({ app: 'heroku', connectionId, subject, actions: ['apps:read'] })
  const lease = { scopes: ['identity', 'read'], maxSeconds: 600 }
  await client.grants.create.mutate({ app: 'heroku', connectionId, subject, actions: ['leases:create'], lease })
})
afterAll(() => service?.close())

function start(args: readonly string[], more: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { env: { ...variables, ...more } })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function run(args: readonly string[], more: Record<string, string> = {}) {
  const child = start(args, more)
  if (child.stdout === null || child.stderr === null) throw new Error('the program has no streams')
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { stdout, stderr, code, signal }
}

/** A command of Node's that prints its variables and what it gets at a path, and ends with 7. */
const asking = (path: string) => [
  process.execPath,
  '-e',
  `const headers = { authorization: 'Bearer ' + process.env.HEROKU_API_KEY }
  fetch(process.env.HEROKU_HOST + '${path}', { headers }).then((answer) => answer.json()).then((body) => {
    console.log(JSON.stringify({ env: process.env, body }))
    process.exitCode = 7
  })`,
]

it('runs a command with a way to a connection that lasts as long', async () => {
  const given = { HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere', HEROKU_REDIS_HOST: 'x', NO_PROXY: 'y', FOO: 'bar' }
  const { stdout, stderr, code } = await run(['run', 'shop', '--', ...asking('/apps')], given)
  expect([code, stderr]).toEqual([7, ''])
  const { env, body } = JSON.parse(stdout)
  expect(body).toContainEqual(expect.objectContaining({ name: 'note-g' }))
  const origin = env.HEROKU_HOST
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(env).toMatchObject({
    ...{ HEROKU_PARTICLEBOARD_URL: origin, HEROKU_DATA_HOST: '127.0.0.1', PGDIAGNOSE_URL: '127.0.0.1' },
    ...{ DISABLE_TELEMETRY: 'true', NO_PROXY: 'y,127.0.0.1,localhost', FOO: 'bar' },
  })
  for (const missing of ['XDG_CONFIG_HOME', 'HEROKU_REDIS_HOST', 'APP_CONNECTIONS_CLIENT_SECRET']) {
    expect(env).not.toHaveProperty(missing)
  }
  expect(env.HOME).not.toBe('/nowhere')
  expect(existsSync(env.HOME)).toBe(false)
  expect(stdout).not.toContain(service.variables.HEROKU_TOKEN)
  await expect(fetch(origin)).rejects.toThrow()
})

it('shows a refusal as the platform would', async () => {
  const { stdout } = await run(['run', 'shop', '--', ...asking('/account/keys')])
  expect(JSON.parse(stdout).body).toMatchObject({ id: 'forbidden', message: expect.stringMatching(/^No grant/) })
})

it('passes a signal on, and ends as the command did', async () => {
  const child = start(['run', 'shop', '--', process.execPath, '-e', "console.log('on'); setInterval(() => {}, 1e6)"])
  await once(child.stdout ?? child, 'data')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([null, 'SIGTERM'])
})

const leased = async () => {
  const watcher = await service.sandbox.control.mintToken()
  const headers = { authorization: `Bearer ${watcher.token}`, accept: 'application/vnd.heroku+json; version=3' }
  const answer = await fetch(`${service.sandbox.url}/oauth/authorizations`, { headers })
  return (await answer.text()).match(/App Connections lease/g)?.length ?? 0
}

/** A command of Node's that prints its variables and what the platform says of the token, and goes on where told. */
const asToken = (more = '') => [
  process.execPath,
  '-e',
  `const headers = { authorization: 'Bearer ' + process.env.HEROKU_API_KEY, accept: 'application/vnd.heroku+json; version=3' }
  fetch('${service.sandbox.url}/account', { headers }).then((answer) => {
    console.log(JSON.stringify({ env: process.env, status: answer.status }))
    process.exitCode = 7
    ${more}
  })`,
]

it('gives a command a token of its own, and ends it after', async () => {
  const { stdout, stderr, code } = await run([
    'lease',
    'shop',
    '--scope',
    'identity',
    '--seconds',
    '90',
    '--',
    ...asToken(),
  ])
  expect([code, stderr]).toEqual([7, ''])
  const { env, status } = JSON.parse(stdout)
  expect(status).toBe(200)
  expect(env.HEROKU_API_KEY).not.toBe(service.variables.HEROKU_TOKEN)
  expect(env).not.toHaveProperty('APP_CONNECTIONS_CLIENT_SECRET')
  expect(await leased()).toBe(0)
})

it('ends that token where a signal ends the command, or it cannot be started', async () => {
  const child = start(['lease', 'shop', '--', ...asToken('setInterval(() => {}, 1e6)')])
  await once(child.stdout ?? child, 'data')
  expect(await leased()).toBe(1)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([null, 'SIGTERM'])
  expect(await leased()).toBe(0)
  expect((await run(['lease', 'shop', '--', '/no/such/program'])).code).toBe(127)
  expect(await leased()).toBe(0)
})

it('keeps a way open, and prints the variables that lead to it', async () => {
  const child = start(['proxy', '--connection', 'shop'])
  if (child.stdout === null) throw new Error('the program has no streams')
  const found = new Map<string, string>()
  for await (const line of createInterface(child.stdout)) {
    const [, name = '', value = ''] = /^export (\w+)='(.*)'$/.exec(line) ?? []
    found.set(name, value)
    if (name === 'no_proxy') break
  }
  const headers = { authorization: `Bearer ${found.get('HEROKU_API_KEY')}` }
  expect((await fetch(`${found.get('HEROKU_HOST')}/apps/note-g`, { headers })).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

/** The same within this process. */
function here(args: readonly string[], more: Record<string, string> = {}) {
  const nothing = () => {}
  const around = {
    variables: { ...variables, ...more },
    write: nothing,
    say: nothing,
    asked: async () => {},
    screen: false,
  }
  return runProgram(args, around)
}

it.each<[string, string[], Record<string, string>, number, RegExp]>([
  ['no connection of that name', ['run', 'nothing', '--', 'true'], {}, 125, /no connection nothing/],
  ['another app', ['run', '--app', 'render', 'shop', '--', 'true'], {}, 125, /no connection shop/],
  ['a wrong secret', ['run', 'shop', '--', 'true'], { APP_CONNECTIONS_CLIENT_SECRET: 'x' }, 125, /refused/],
  ['nobody there', ['run', 'shop', '--', 'true'], { APP_CONNECTIONS_URL: 'http://127.0.0.1:9' }, 125, /did not answer/],
  ['no address', ['run', 'shop', '--', 'true'], { APP_CONNECTIONS_URL: '' }, 125, /Set APP_CONNECTIONS_URL/],
  ['clear text', ['run', 'shop', '--', 'true'], { APP_CONNECTIONS_URL: 'http://127.0.0.1.example' }, 125, /in clear/],
  ['no program', ['run', 'shop', '--', 'there-is-none'], {}, 127, /there-is-none is not installed/],
  ['a file that is no program', ['run', 'shop', '--', '/etc/passwd'], {}, 126, /could not be started/],
  ['a command that calls elsewhere', ['run', 'shop', '--', 'heroku', 'notifications'], {}, 125, /telex/],
  ['no command', ['run', 'shop'], {}, 2, /behind --/],
  ['a strange option', ['run', '--nothing', 'shop', '--', 'true'], {}, 2, /--nothing/],
  ['a port that is none', ['proxy', 'shop', '--port', '70000'], {}, 2, /65535/],
  ['seconds that are none', ['lease', 'shop', '--seconds', 'x', '--', 'true'], {}, 2, /whole number/],
  ['a scope without a grant', ['lease', 'shop', '--scope', 'global', '--', 'true'], {}, 125, /identity, read/],
  ['a strange verb', ['walk'], {}, 2, /no command walk/],
])('says in a sentence why it cannot: %s', async (_, args, more, code, sentence) => {
  await expect(here(args, more)).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) })
})

it('takes the id of a connection for its name', async () => {
  expect(await here(['run', connectionId, '--', 'true'])).toEqual({ code: 0 })
})

it('ends with the code of its own failures, and with one line', async () => {
  const ended = await run(['run', 'shop'], { APP_CONNECTIONS_URL: '' })
  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^app-connections: [^\n]+\n$/) })
})
