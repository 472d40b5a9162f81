import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openBench } from './bench.ts'

const bench = await openBench()
const cli = join(import.meta.dirname, 'node_modules', 'heroku', 'bin', 'run.js')
// Every command writes into HOME: a Git configuration and a cache.
const home = await mkdtemp(join(tmpdir(), 'heroku-cli-'))
after(() => rm(home, { recursive: true, force: true }))

type Result = { code: number; stdout: string; stderr: string; lines: string[] }

/** Runs one command of the CLI as its user would, and answers what came of it and what the sandbox saw. */
async function heroku(command: string, token = bench.token) {
  await bench.seen()
  const result = await new Promise<Omit<Result, 'lines'>>((resolve) => {
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      HEROKU_HOST: bench.sandbox.url,
      HEROKU_API_KEY: token,
      // A second host that the CLI asks about the account's standing; unset it would be Heroku's.
      HEROKU_PARTICLEBOARD_URL: bench.sandbox.url,
      DISABLE_TELEMETRY: 'true',
    }
    execFile(process.execPath, [cli, ...command.split(' ')], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
  const entries = await bench.seen()
  return { ...result, entries, lines: entries.map(({ line }) => line).sort() }
}

const json = ({ stdout }: { stdout: string }) => JSON.parse(stdout)
const names = (list: { name: string }[]) => list.map(({ name }) => name).sort()

/** Runs a command that must succeed and ask for exactly these. */
async function succeeds(command: string, lines: string[]) {
  const result = await heroku(command)
  assert.deepEqual([result.code, result.lines], [0, lines.toSorted()], result.stderr)
  for (const { headers } of result.entries) {
    assert.match(headers['user-agent'] ?? '', /^heroku-cli\/11\.10\.0/)
    assert.match(headers.authorization ?? '', /^Bearer sha256:/)
  }
  return result
}

test('apps lists what one is on, and --all what one sees, over several pages', async () => {
  const own = await succeeds('apps --json', ['GET /users/~/apps', 'GET /account', 'GET /account'])
  assert.deepEqual(names(json(own)), ['difference-engine', 'difference-engine-staging', 'note-g', 'punched-cards'])
  await bench.sandbox.control.addApps({ count: 250, prefix: 'many' })
  const all = await succeeds('apps --all --json', ['GET /apps', 'GET /apps', 'GET /account', 'GET /account'])
  assert.equal(new Set(names(json(all))).size, 256)
  const [first, second] = all.entries.filter(({ path }) => path === '/apps')
  assert.deepEqual([first?.status, second?.status], [206, 200])
  assert.match(second?.headers.range ?? '', /^id \][0-9a-f-]{36}\.\.; max=200$/)
})

test('config:set, config:get, config and config:unset change config vars, a release each', async () => {
  const path = '/apps/note-g/config-vars'
  const set = await succeeds('config:set A=1 B=2 -a note-g', [`PATCH ${path}`, 'GET /apps/note-g/releases'])
  assert.match(set.stderr, /done, v2/)
  assert.deepEqual(set.entries[0]?.bodyFields, ['A', 'B'])
  const releases = set.entries[1]
  assert.deepEqual([releases?.headers.range, releases?.status], ['version ..; order=desc,max=1', 206])
  assert.equal((await succeeds('config:get A -a note-g', [`GET ${path}`])).stdout, '1\n')
  assert.deepEqual(json(await succeeds('config -a note-g --json', [`GET ${path}`])), { A: '1', B: '2' })
  const unset = await succeeds('config:unset A -a note-g', [`PATCH ${path}`, 'GET /apps/note-g/releases'])
  assert.match(unset.stderr, /done, v3/)
  assert.deepEqual(json(await succeeds('config -a note-g --json', [`GET ${path}`])), { B: '2' })
})

test('releases lists them newest first', async () => {
  const result = await succeeds('releases -a note-g --json', ['GET /apps/note-g/releases'])
  assert.deepEqual(
    json(result).map(({ version }: { version: number }) => version),
    [3, 2, 1],
  )
  const headers = result.entries[0]?.headers
  assert.equal(headers?.accept, 'application/vnd.heroku+json; version=3.sdk')
  assert.equal(headers?.range, 'version ..; max=15, order=desc')
})

test('auth:whoami and auth:token know who it is', async () => {
  assert.equal((await succeeds('auth:whoami', ['GET /account', 'GET /account'])).stdout, 'ada@example.com\n')
  assert.equal((await succeeds('auth:token', ['GET /oauth/authorizations'])).stdout, `${bench.token}\n`)
})

test('authorizations are created, listed, shown, rotated and revoked', async () => {
  const list = '/oauth/authorizations'
  const create = 'authorizations:create -d t -s read,write-protected -e 3600 --json'
  const made = await succeeds(create, [`POST ${list}`])
  assert.deepEqual(made.entries[0]?.bodyFields, ['description', 'expires_in', 'scope'])
  const { id, scope, access_token } = json(made)
  assert.deepEqual([scope, access_token.expires_in], [['read', 'write-protected'], 3600])
  const listed = json(await succeeds('authorizations --json', [`GET ${list}`]))
  assert.ok(listed.some((each: { id: string }) => each.id === id))
  assert.equal(json(await succeeds(`authorizations:info ${id} --json`, [`GET ${list}/${id}`])).description, 't')
  const rotated = await succeeds(`authorizations:rotate ${id}`, [`POST ${list}/${id}/actions/regenerate-tokens`])
  assert.equal(rotated.entries[0]?.bodyBytes, 0)
  assert.ok(!rotated.stdout.includes(access_token.token))
  await succeeds(`authorizations:revoke ${id}`, [`DELETE ${list}/${id}`])
  assert.equal((await heroku(`authorizations:info ${id} --json`)).code, 2)
  const global = json(await succeeds('authorizations:create --json', [`POST ${list}`]))
  assert.deepEqual(global.scope, ['global'])
})

test('apps:info gathers an app from five calls and bears a 404 for the pipeline', async () => {
  const lines = (name: string) =>
    ['', '/addons', '/dynos', '/collaborators', '/pipeline-couplings'].map((rest) => `GET /apps/${name}${rest}`)
  const full = json(await succeeds('apps:info -a difference-engine --json', lines('difference-engine')))
  assert.deepEqual([full.app.name, full.addons.length, full.dynos.length], ['difference-engine', 1, 1])
  assert.equal(json(await succeeds('apps:info -a note-g --json', lines('note-g'))).app.name, 'note-g')
})

test('sessions, teams, clients and pipelines are listed', async () => {
  assert.deepEqual(json(await succeeds('sessions --json', ['GET /oauth/sessions'])), [])
  assert.deepEqual(names(json(await succeeds('teams --json', ['GET /teams']))), ['analytical-engines'])
  assert.deepEqual(names(json(await succeeds('clients --json', ['GET /oauth/clients']))), ['App Connections'])
  assert.deepEqual(names(json(await succeeds('pipelines --json', ['GET /pipelines']))), ['difference'])
})

test('pipelines:info finds the apps of each stage', async () => {
  const result = await heroku('pipelines:info difference --json')
  assert.equal(result.code, 0, result.stderr)
  assert.deepEqual(names(json(result).apps), ['difference-engine', 'difference-engine-staging'])
  assert.ok(result.lines.includes('POST /filters/apps'))
})

test('an app is renamed and its maintenance mode switched', async () => {
  await succeeds('apps:rename renamed-cards -a punched-cards', ['PATCH /apps/punched-cards'])
  await succeeds('maintenance:on -a renamed-cards', ['PATCH /apps/renamed-cards'])
  const info = json(await heroku('apps:info -a renamed-cards --json'))
  assert.deepEqual([info.app.name, info.app.maintenance], ['renamed-cards', true])
})

test('a token that is not valid ends a command with 1 and one request', async () => {
  const { code, stderr, lines } = await heroku('config -a note-g --json', 'HRKU-not-a-token')
  assert.deepEqual([code, lines], [1, ['GET /apps/note-g/config-vars']])
  assert.match(stderr, /HEROKU_API_KEY is invalid/)
})

test('a scope that is too narrow ends a command with 2 and forbidden', async () => {
  const { token } = await bench.sandbox.control.mintToken({ scope: ['read'] })
  const { code, stderr } = await heroku('config -a note-g --json', token)
  assert.equal(code, 2)
  assert.match(stderr, /Error ID: forbidden/)
})

for (const [status, id] of [
  [402, 'delinquent'],
  [403, 'suspended'],
  [404, 'not_found'],
  [422, 'invalid_params'],
  [429, 'rate_limit'],
  [503, 'service_unavailable'],
] as const) {
  test(`${status} ${id} ends a command with 2 and its id, after one request`, async () => {
    await bench.sandbox.control.setFault({ effect: { kind: 'status', status, id } })
    const { code, stderr, lines } = await heroku('config -a note-g --json')
    assert.deepEqual([code, lines.length], [2, 1])
    assert.match(stderr, new RegExp(`Error ID: ${id}`))
  })
}

test('an HTML 502 ends a command with 1', async () => {
  await bench.sandbox.control.setFault({ effect: { kind: 'html' } })
  const { code, lines } = await heroku('config -a note-g --json')
  assert.deepEqual([code, lines.length], [1, 1])
})

test('a second factor cannot be asked for without a terminal', async () => {
  await bench.sandbox.control.setAccountStatus('ada@example.com', { twoFactor: true })
  const { code, stderr } = await heroku('config -a note-g --json')
  await bench.sandbox.control.setAccountStatus('ada@example.com', { twoFactor: false })
  assert.equal(code, 1)
  assert.match(stderr, /Two-factor authentication requires an interactive terminal/)
})
