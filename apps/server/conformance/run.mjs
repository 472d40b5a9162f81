/**
 * Installs what the lock file beside this one names and runs every `*.test.ts` here under Node 24: linters on the API
 * document, clients generated from it, and a published SDK, each against a server that runs. The last line says how many
 * tests passed and failed; exit code 0 only if something ran in every file and nothing failed.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

const here = import.meta.dirname ?? fileURLToPath(new URL('.', import.meta.url))
const say = (text) => process.stdout.write(`${text}\n`)

if (Number(process.versions.node.split('.')[0]) < 24) againUnderNode24()
install()
await runTests()

function againUnderNode24() {
  const node = join(here, '..', '..', '..', 'node_modules', '.bin', 'node')
  if (!existsSync(node)) {
    say('Node 24 is missing: run any command of the root first, such as npm test, which installs it.')
    process.exit(1)
  }
  process.exit(spawnSync(node, [join(here, 'run.mjs')], { stdio: 'inherit' }).status ?? 1)
}

function install() {
  const stamp = join(here, 'node_modules', '.installed-from')
  const lock = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('Installing linters, generators and the SDK (about 180 MB) …')
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const { status } = spawnSync('npm', args, { cwd: here, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(stamp, lock)
}

async function runTests() {
  const files = readdirSync(here).filter((name) => name.endsWith('.test.ts'))
  const passed = new Map(files.map((name) => [name, 0]))
  let failed = 0
  const events = run({ files: files.map((name) => join(here, name)), concurrency: 2, timeout: 300_000 })
  events.on('test:pass', (test) => {
    const file = files.find((name) => test.file?.endsWith(name))
    if (file !== undefined && test.details?.type !== 'suite' && !test.skip) passed.set(file, passed.get(file) + 1)
  })
  events.on('test:fail', () => {
    failed += 1
  })
  for await (const text of events.compose(new spec())) process.stdout.write(text)
  const idle = files.filter((name) => passed.get(name) === 0)
  const total = [...passed.values()].reduce((sum, count) => sum + count, 0)
  say('\nThe API document and its clients against a running server:')
  for (const [name, count] of passed) say(`  ${name}: ${count} passed`)
  say(`${total} passed, ${failed} failed`)
  process.exit(failed === 0 && idle.length === 0 && total > 0 ? 0 : 1)
}
