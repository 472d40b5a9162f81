import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runProgram } from '../src/cli/program.ts'
import { createClient } from '../src/index.ts'
import { type Service, startService } from './service.ts'

const program = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')
const secret = 'a-value-that-nobody-sees'

let service: Service
let variables: Record<string, string>
let place: readonly string[]
let dir: string
let appName: string

beforeAll(async () => {
  service = await startService()
  dir = mkdtempSync(join(tmpdir(), 'app-connections-sets-'))
  const { SITE_URL: url, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, HEROKU_TOKEN: authToken } = service.variables
  variables = {
    APP_CONNECTIONS_URL: url,
    APP_CONNECTIONS_CLIENT_ID: clientId,
    APP_CONNECTIONS_CLIENT_SECRET: clientSecret,
  }
  const client = createClient({ url, auth: { clientId, clientSecret } })
  const project = await client.projects.create.mutate({ name: 'Storefront' })
  const set = { projectId: project.id, environment: 'production', secretPath: '/' }
  place = ['--project', project.id, '--environment', 'production']
  await client.secrets.create.mutate({ ...set, secretName: 'A', secretValue: secret })
  const made = { app: 'heroku', method: 'auth-token', name: 'shop', credentials: { authToken } } as const
  const connection = await client.appConnections.create.mutate(made)
  const [app] = await service.sandbox.control.addApps({ count: 1 })
  appName = app?.name ?? ''
  await client.secretSyncs.create.mutate({
    ...{ ...set, destination: 'heroku', name: 'web', connectionId: connection.id, isAutoSyncEnabled: false },
    destinationConfig: { app: app?.id ?? '', appName },
    syncOptions: { initialSyncBehavior: 'overwrite-destination' },
  })
})
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true })
  await service?.close()
})

async function run(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [program, ...args], { env: variables })
  child.stdin.end(input)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { stdout, stderr, code }
}

it('plans, applies and undoes, without a value on the screen', async () => {
  const planned = await run(['plan', 'web'])
  expect(planned).toMatchObject({
    code: 2,
    stderr: '',
    stdout: expect.stringMatching(/^ {2}\+ A {2}\(add, this sync\)\nPlan /),
  })
  const plan = JSON.parse((await run(['plan', 'web', '--json'])).stdout)
  expect(plan).toMatchObject({ state: 'planned', rows: [{ key: 'A', action: 'add' }] })
  const applied = await run(['apply', 'web', '--plan', plan.id])
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringMatching(/: applied\nRelease \d+ was made\.\n$/) })
  expect(await run(['plan', plan.syncId])).toMatchObject({ code: 0, stdout: expect.stringContaining('= A') })
  const undone = await run(['undo', 'web', '--json'])
  expect([undone.code, JSON.parse(undone.stdout).rows[0].action]).toEqual([2, 'remove'])
  expect((await run(['apply', 'web', '--plan', JSON.parse(undone.stdout).id])).code).toBe(0)
  expect((await run(['apply', 'web'])).code).toBe(0)
  for (const { stdout } of [planned, applied, undone]) expect(stdout).not.toContain(secret)
})

it('says what somebody else has changed, and plans to take it in or to put it back', async () => {
  expect((await run(['apply', 'web'])).code).toBe(0)
  expect(await run(['drift', 'web'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^No key/) })
  const { HEROKU_TOKEN: token } = service.variables
  const headers = {
    ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    accept: 'application/vnd.heroku+json; version=3',
  }
  const address = `${service.sandbox.url}/apps/${appName}/config-vars`
  await fetch(address, { method: 'PATCH', headers, body: JSON.stringify({ A: 'by somebody else' }) })
  const found = await run(['drift', 'web'])
  expect(found).toMatchObject({
    code: 2,
    stderr: '',
    stdout: expect.stringMatching(/^ {2}A {2}\(changed, release \d+\)\nRelease \d+ by \S+: /),
  })
  const back = await run(['drift', 'web', '--put-back', '--json'])
  const { id, kind, rows } = JSON.parse(back.stdout)
  expect({ code: back.code, kind, rows }).toMatchObject({
    ...{ code: 2, kind: 'put-back' },
    rows: [{ key: 'A', action: 'change' }],
  })
  expect((await run(['apply', 'web', '--plan', id])).code).toBe(0)
  expect((await run(['drift', 'web'])).code).toBe(0)
  for (const { stdout } of [found, back]) expect(stdout).not.toContain('by somebody else')
})

it('lets nobody approve a plan of their own', async () => {
  const { id, hash } = JSON.parse((await run(['plan', 'web', '--json'])).stdout)
  const answer = await run(['approve', 'web', '--plan', id, '--hash', hash])
  expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^app-connections: .*approve/i) })
})

it('takes a text in after it has said what is in it, and writes one', async () => {
  const file = join(dir, 'given.env')
  writeFileSync(file, 'B=two\n')
  const dry = await run(['import', ...place, '--dialect', 'dotenv', '--dry-run', file])
  expect(dry).toMatchObject({ code: 2, stdout: '  B  (add, line 1)\nRead as dotenv. Nothing was stored.\n' })
  expect(await run(['import', ...place, '--dialect', 'dotenv', '-'], 'B=two\n')).toMatchObject({ code: 0 })
  expect((await run(['import', ...place, '--dialect', 'dotenv', '--dry-run', file])).code).toBe(0)
  const output = join(dir, 'written.json')
  expect(await run(['export', ...place, '--output', output])).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual({ A: secret, B: 'two' })
  expect(statSync(output).mode & 0o777).toBe(0o600)
  expect((await run(['export', ...place, '--output', output])).code).toBe(1)
  expect((await run(['export', ...place])).stdout).toContain(secret)
})

it.each([
  ['no sync of that name', ['plan', 'nothing'], /no sync nothing/],
  ['no name', ['apply'], /Name a sync/],
  ['no set', ['export'], /--project and --environment/],
  ['a strange option', ['plan', 'web', '--nothing'], /--nothing/],
  ['an approval of nothing that was seen', ['approve', 'web', '--plan', 'x'], /--plan and --hash/],
  ['two ways at once', ['drift', 'web', '--take-in', '--put-back'], /--take-in or --put-back/],
  ['a plan that is none', ['apply', 'web', '--plan', 'x'], /Invalid uuid/],
  ['a file that is none', ['import', '--project', 'p', '--environment', 'e', '/nowhere/x'], /cannot be read/],
  ['values on a screen', ['export', '--project', 'p', '--environment', 'e'], /on the screen/],
])('ends with 1 and a sentence: %s', async (_, args, sentence) => {
  const nothing = () => {}
  const around = { variables, write: nothing, say: nothing, asked: async () => {}, screen: true }
  await expect(runProgram(args, around)).rejects.toMatchObject({ code: 1, message: expect.stringMatching(sentence) })
})
