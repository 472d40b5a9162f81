import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { createClient } from '../../client/src/index.ts'
import { startService } from '../../client/test/service.ts'
import { load } from './bench.ts'

// The real tools over a connection, with a grant for one app: none of them may ever hold its credential.

const repository = join(import.meta.dirname, '..', '..', '..')
const cli = join(import.meta.dirname, 'node_modules', 'heroku', 'bin', 'run.js')
const dir = await mkdtemp(join(tmpdir(), 'broker-conformance-'))

// As `npm run build` leaves it, for the service to hand out.
execFileSync(process.execPath, [join(repository, 'packages', 'client', 'build', 'served.main.ts')])
const service = await startService()
after(async () => {
  await service.close()
  await rm(dir, { recursive: true, force: true })
})
const { SITE_URL: url, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, HEROKU_TOKEN: token } = service.variables
const secrets = [token, Buffer.from(`:${token}`).toString('base64'), Buffer.from(token).toString('base64')]

const client = createClient({ url, auth: { clientId, clientSecret } })
const credentials = { authToken: token }
const made = { app: 'heroku', method: 'auth-token', name: 'shop', credentials } as const
const { id: connectionId } = await client.appConnections.create.mutate(made)
const { id } = await client.session.whoAmI.query()
await client.grants.create.mutate({
  ...{ app: 'heroku', connectionId, subject: { type: 'identity', id } },
  actions: [
    ...['apps:read', 'addons:read', 'collaborators:read', 'config-vars:read', 'config-vars:write'],
    ...['dynos:read', 'logs:read', 'pipelines:read', 'releases:read'],
  ],
  apps: ['note-g'],
})

/** What a command left: its result, and all that it could have seen, its variables and the files of its HOME. */
interface Ran {
  code: number
  stdout: string
  stderr: string
  seen: string
  lines: string[]
}

// Keeps what the CLI has around it before its HOME is removed.
const keeper = join(dir, 'keeper.mjs')
await writeFile(
  keeper,
  `import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const [out, ...command] = process.argv.slice(2)
const { status } = spawnSync(command[0], command.slice(1), { stdio: 'inherit' })
const files = readdirSync(process.env.HOME, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
const texts = files.map((each) => each.name + '\\n' + readFileSync(join(each.parentPath, each.name), 'latin1'))
writeFileSync(out, JSON.stringify(process.env) + '\\n' + texts.join('\\n'))
process.exitCode = status ?? 1
`,
)

/** Runs a command by the program as it was pasted: nothing but the three variables and a PATH. */
async function over(command: readonly string[], program = node()): Promise<Ran> {
  await service.sandbox.control.clearRequests()
  const out = join(dir, `${crypto.randomUUID()}.seen`)
  const env = {
    PATH: [dirname(process.execPath), process.env.PATH].join(':'),
    HOME: dir,
    APP_CONNECTIONS_URL: url,
    APP_CONNECTIONS_CLIENT_ID: clientId,
    APP_CONNECTIONS_CLIENT_SECRET: clientSecret,
    HEROKU_DEBUG: '1',
    ...registry(),
  }
  const args = [...program, 'run', 'shop', '--', process.execPath, keeper, out, ...command]
  const [file = '', ...rest] = args
  const ended = await new Promise<Pick<Ran, 'code' | 'stdout' | 'stderr'>>((resolve) => {
    execFile(file, rest, { env, timeout: 240_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
  const seen = await readFile(out, 'latin1').catch(() => '')
  const log = await service.sandbox.control.requests()
  for (const secret of [...secrets, clientSecret]) {
    assert.ok(!`${ended.stdout}${ended.stderr}${seen}`.includes(secret), 'a credential was seen')
  }
  assert.match(seen, /HEROKU_API_KEY/)
  return { ...ended, seen, lines: log.map(({ method, path }) => `${method} ${path}`) }
}

const node = () => [process.execPath, join(repository, 'packages', 'client', 'src', 'cli', 'main.ts')]
const heroku = (command: string) => over([process.execPath, cli, ...command.split(' ')])

/** npx asks the registry that this machine uses. */
function registry(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && /^npm_config_/i.test(name) ? [[name, value]] : [],
    ),
  )
}

async function succeeds(command: string) {
  const ran = await heroku(command)
  assert.equal(ran.code, 0, ran.stderr)
  return ran
}

const json = ({ stdout }: { stdout: string }) => JSON.parse(stdout)

test('apps lists what is granted, and nothing else', async () => {
  for (const command of ['apps --json', 'apps --all --json']) {
    const names = json(await succeeds(command)).map(({ name }: { name: string }) => name)
    assert.deepEqual(names, ['note-g'])
  }
})

test('config:set, config and config:unset change the config vars of the granted app', async () => {
  const set = await succeeds('config:set A=1 B=zwölf -a note-g')
  assert.match(set.stderr, /done, v2/)
  assert.deepEqual(json(await succeeds('config -a note-g --json')), { A: '1', B: 'zwölf' })
  assert.equal((await succeeds('config:get A -a note-g')).stdout, '1\n')
  assert.match((await succeeds('config:unset A -a note-g')).stderr, /done, v3/)
  assert.deepEqual(json(await succeeds('config -a note-g --json')), { B: 'zwölf' })
})

test('releases, apps:info and ps read it', async () => {
  const versions = json(await succeeds('releases -a note-g --json')).map(({ version }: { version: number }) => version)
  assert.deepEqual(versions, [3, 2, 1])
  const info = json(await succeeds('apps:info -a note-g --json'))
  assert.deepEqual([info.app.name, info.dynos, info.addons], ['note-g', [], []])
  assert.deepEqual(json(await succeeds('ps -a note-g --json')), [])
})

test('logs asks for a session of the granted app alone', async () => {
  const session = (line: string) => /^POST \/apps\/[0-9a-f-]{36}\/log-sessions$/.test(line)
  assert.ok((await heroku('logs -a note-g')).lines.some(session))
  const refused = await heroku('logs -a difference-engine')
  assert.deepEqual([refused.code, refused.lines.some(session)], [2, false])
})

test('another app, and authorizations, are refused in words that the CLI prints', async () => {
  for (const [command, action] of [
    ['config -a difference-engine --json', 'config-vars:read'],
    ['config:set A=1 -a difference-engine', 'config-vars:write'],
    ['authorizations --json', 'authorizations:read'],
    ['authorizations:create --json', 'authorizations:create'],
  ] as const) {
    const ran = await heroku(command)
    assert.equal(ran.code, 2)
    assert.ok(ran.stderr.replaceAll(/\s+/g, ' ').includes(action))
    assert.match(ran.stderr, /Error ID: forbidden/)
    assert.ok(!ran.lines.some((line) => /config-vars|authorizations/.test(line)))
  }
})

test('what is not in the Platform API is answered, and sent nowhere', async () => {
  const { stdout, lines } = await over([
    'sh',
    '-c',
    'curl -sS -u ":$HEROKU_API_KEY" "$HEROKU_HOST/redis/v0/databases/x"',
  ])
  assert.match(JSON.parse(stdout).message, /data services/)
  assert.deepEqual(lines, [])
})

test('heroku-client and curl work the same way', async () => {
  const script = `const Heroku = require(${JSON.stringify(load.resolve('heroku-client'))})
  const heroku = new Heroku({ token: process.env.HEROKU_API_KEY, host: process.env.HEROKU_HOST })
  heroku.get('/apps').then((apps) => console.log(JSON.stringify(apps.map(({ name }) => name))))`
  const library = await over([process.execPath, '-e', script])
  assert.deepEqual([library.code, json(library)], [0, ['note-g']], library.stderr)
  const asked = 'curl -sS -H "Authorization: Bearer $HEROKU_API_KEY" "$HEROKU_HOST/apps/note-g"'
  const curl = await over(['sh', '-c', asked])
  assert.deepEqual([curl.code, json(curl).name], [0, 'note-g'], curl.stderr)
})

test('the line that npx runs works as it is pasted', async () => {
  const package_ = `${url}/api/client.tgz`
  const program = ['npx', '--yes', '--package', package_, 'app-connections']
  const ran = await over(['sh', '-c', 'curl -sS -u ":$HEROKU_API_KEY" "$HEROKU_HOST/apps/note-g"'], program)
  assert.deepEqual([ran.code, json(ran).name], [0, 'note-g'], ran.stderr)
})
