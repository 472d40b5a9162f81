/**
 * Installs the real clients from the lock file beside this one and runs every `*.test.ts` here under Node 24; the last
 * lines say what ran. Exit code 0 only if something ran and nothing failed.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const say = (text) => process.stdout.write(`${text}\n`)

function runUnderNode24() {
  const node = join(here, '..', '..', '..', 'node_modules', '.bin', 'node')
  if (!existsSync(node)) {
    say('Node 24 is missing: run any command of the root first, such as npm test, which installs it.')
    process.exit(1)
  }
  process.exit(spawnSync(node, [fileURLToPath(import.meta.url)], { stdio: 'inherit' }).status ?? 1)
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex')
  const stamp = join(here, 'node_modules', '.installed-from')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('Installing the real Heroku clients (about 400 MB) …')
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts']
  const { status } = spawnSync('npm', args, { cwd: here, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(stamp, lock)
}

async function runTests() {
  const { run } = await import('node:test')
  const { spec } = await import('node:test/reporters')
  const files = readdirSync(here).filter((name) => name.endsWith('.test.ts'))
  const counts = new Map(files.map((name) => [name, { passed: 0, failed: 0, skipped: 0 }]))
  const events = run({ files: files.map((name) => join(here, name)), concurrency: 2, timeout: 900_000 })
  const count = (kind) => (test) => {
    if (test.details?.type === 'suite') return
    const entry = counts.get(files.find((name) => test.file?.endsWith(name)) ?? '')
    if (entry) entry[test.skip ? 'skipped' : kind] += 1
  }
  events.on('test:pass', count('passed'))
  events.on('test:fail', count('failed'))
  let failed = false
  events.on('test:fail', () => {
    failed = true
  })
  for await (const text of events.compose(new spec())) process.stdout.write(text)
  const { devDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
  say('\nHeroku sandbox, conformance with the real clients:')
  let total = 0
  for (const [name, entry] of counts) {
    const client = name.replace('.test.ts', '')
    say(
      `  ${client} ${devDependencies[client] ?? ''}: ${entry.passed} passed, ${entry.failed} failed, ${entry.skipped} skipped`,
    )
    total += entry.passed
    if (entry.passed === 0) failed = true
  }
  say(`conformance: ${total} passed${failed ? ', NOT all' : ', none failed'}`)
  process.exit(failed ? 1 : 0)
}

if (Number(process.versions.node.split('.')[0]) < 24) runUnderNode24()
install()
await runTests()
