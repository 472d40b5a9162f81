import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `npm test`: every package's suite, then what really ran, by name. A database or a browser that did not run is a
// failure where it can run (linux-x64), unless ALLOW_SKIP names it.

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { assertionResults: { status: string; fullName: string }[] }[]
}

const engines = ['PGlite', 'PostgreSQL', 'Chromium', 'sandbox']
const required = ['PGlite', 'PostgreSQL', 'Chromium']

const ranDir = mkdtempSync(join(tmpdir(), 'app-connections-ran-'))
const soak = process.argv.includes('--soak')
const args = process.argv.slice(2).filter((argument) => argument !== '--soak')

// `npm run test:soak` runs the same suites with large counts; each may be set by its variable, and the longest are
// whole with SOAK_COUNTS=full.
const soakCounts = {
  SANDBOX_MODEL_REQUESTS: '10000',
  SANDBOX_HOSTILE_REQUESTS: '20000',
  FUZZ_REQUESTS: '20000',
  REFRESH_ROUNDS: '50',
  REFRESH_MODEL_RUNS: '2000',
  ROTATION_ROUNDS: '100',
  LEASE_ROUNDS: '100',
  LEASES: '1000',
  ACCESS_MODEL_RUNS: '5000',
  SYNC_MODEL_RUNS: process.env.SOAK_COUNTS === 'full' ? '100000' : '1000',
  HOSTILE_REQUESTS: process.env.SOAK_COUNTS === 'full' ? '1000000' : '200000',
  HOSTILE_SENT: process.env.SOAK_COUNTS === 'full' ? '20000' : '2000',
  REVOCATIONS: process.env.SOAK_COUNTS === 'full' ? '200' : '40',
  SOAK: 'on',
}
const suites = spawnSync('turbo', ['run', 'test', '--concurrency=3', '--continue', '--output-logs=new-only', ...args], {
  stdio: 'inherit',
  env: { ...(soak ? soakCounts : {}), ...process.env, RAN_DIR: ranDir },
})
const reports = readdirSync(ranDir).map((file) => readReport(join(ranDir, file)))
rmSync(ranDir, { recursive: true, force: true })

const tests = reports.flatMap(({ testResults }) => testResults.flatMap(({ assertionResults }) => assertionResults))
const passed = tests.filter(({ status }) => status === 'passed')
const failed = tests.filter(({ status }) => status === 'failed')
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')

say('\nWhat ran:')
const counts = new Map(
  engines.map((engine) => [engine, passed.filter(({ fullName }) => fullName.includes(engine)).length]),
)
for (const [engine, count] of counts) say(`  ${engine}: ${count} tests`)
for (const { fullName } of skipped) say(`  skipped: ${fullName}`)
for (const { fullName } of failed) say(`  FAILED: ${fullName}`)

const allowed = (process.env.ALLOW_SKIP ?? '').toLowerCase().split(',')
const missing = required.filter((engine) => counts.get(engine) === 0 && !allowed.includes(engine.toLowerCase()))
const mustRun = process.platform === 'linux' && process.arch === 'x64' && args.length === 0
if (mustRun && missing.length > 0) say(`\n${missing.join(' and ')} did not run. Mend that, or name it in ALLOW_SKIP.`)
say(`\n${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`)
process.exit(suites.status === 0 && failed.length === 0 && !(mustRun && missing.length > 0) ? 0 : 1)

function readReport(path: string): VitestReport {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
