#!/usr/bin/env node
// The root commands start here, under whatever Node the machine has (20 or later): installs what the command needs, then
// runs it under Node 24, which the package registry brings where the platform has it. Plain JavaScript for that reason.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..')
const bin = join(root, 'node_modules', '.bin')
const pnpmVersion = '12.21.0'
const [command = '', ...rest] = process.argv.slice(2)

/** The packages the demo and the real thing run; the rest (browser, test tools) is left out for them. */
const runtime = ['server', 'web', 'launcher', 'heroku-sandbox'].map((name) => `@app-connections/${name}...`)

const commands = {
  demo: { install: 'runtime', steps: [build, launch('demo.ts')] },
  start: { install: 'runtime', steps: [build, launch('start.ts')] },
  sandbox: { install: 'runtime', steps: [() => node(join('packages', 'heroku-sandbox', 'src', 'bin.ts'), rest)] },
  'reset-password': {
    install: 'runtime',
    steps: [() => node(join('apps', 'server', 'src', 'reset-password.ts'), rest)],
  },
  test: { install: 'full', steps: [() => pnpm(['exec', 'node', join('.ci', 'test.ts'), ...rest])] },
  'test:soak': { install: 'full', steps: [() => pnpm(['exec', 'node', join('.ci', 'test.ts'), '--soak', ...rest])] },
  'test:browser': {
    install: 'full',
    steps: [() => pnpm(['--filter', '@app-connections/e2e', 'run', 'test:browser', ...rest])],
  },
  'test:conformance': { install: 'full', steps: conformance() },
  // Options are the server's alone: with one, the pages are not measured.
  bench: { install: 'full', steps: [benchServer, ...(rest.length === 0 ? [benchPages] : [])] },
  'bench:browser': { install: 'full', steps: [benchPages] },
  check: { install: 'full', steps: [() => pnpm(['exec', 'node', join('.ci', 'check.ts'), ...rest])] },
  fix: { install: 'full', steps: [() => run(join(bin, 'biome'), ['check', '--write', '.'])] },
}

const chosen = commands[command]
if (chosen === undefined) fail(`Unknown command "${command}". There are: ${Object.keys(commands).join(', ')}.`)
requirePlatform()
let child
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal))
await install(chosen.install)
for (const step of chosen.steps) await step()

function benchServer() {
  return node(join('packages', 'bench', 'src', 'main.ts'), rest)
}

function benchPages() {
  return node(join('packages', 'e2e', 'browser', 'bench.main.ts'), [])
}

/** One sentence where the command cannot work, instead of a stack trace later. */
function requirePlatform() {
  if (process.platform === 'win32') fail('Windows is not supported: run this inside WSL 2 with Node 20 or later.')
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20) fail(`Node ${process.versions.node} is too old: install Node 20 or later.`)
  const bundled = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
  const own = major > 22 || (major === 22 && minor >= 18)
  if (!bundled && !own)
    fail(`On ${process.platform}-${process.arch} install Node 24 (or 22.18 and later) and try again.`)
}

/**
 * `runtime` leaves out what only tests need; a full install, once made, is kept, because a smaller one would undo it.
 * pnpm is quick where nothing is to be done.
 */
async function install(kind) {
  const marker = join(root, 'node_modules', '.full')
  const full = kind === 'full' || existsSync(marker)
  const what = full ? [] : ['--prod', '--filter', '.', ...runtime.flatMap((name) => ['--filter', name])]
  await pnpm(['install', '--frozen-lockfile', '--reporter=append-only', ...what], { quiet: true })
  if (full) {
    mkdirSync(join(root, 'node_modules'), { recursive: true })
    writeFileSync(marker, '')
  } else rmSync(marker, { force: true })
}

/** The real clients of others against what runs here; each has an installation of its own, outside the workspace. */
function conformance() {
  const places = ['packages/heroku-sandbox', 'packages/client', 'apps/server']
  return places.map((place) => () => node(join(place, 'conformance', 'run.mjs'), rest))
}

function build() {
  const task = ['turbo', 'run', 'build', '--filter=@app-connections/web', '--output-logs=errors-only']
  return pnpm(['exec', ...task], { quiet: true })
}

/**
 * Turbo too runs inside pnpm: it looks for the package manager in the path. A copy of just this version that is there
 * already is used unasked: a registry that is slow or away must not hold up what is installed.
 */
function pnpm(args, options = {}) {
  return run('npx', ['--prefer-offline', '-y', `pnpm@${pnpmVersion}`, ...args], options)
}

function launch(entry) {
  return () => node(join('apps', 'launcher', 'src', entry), rest)
}

function node(script, args) {
  const bundled = join(bin, 'node')
  return run(existsSync(bundled) ? bundled : process.execPath, [join(root, script), ...args], { ipc: true })
}

/** Runs a program to its end. Quiet: its output is shown only where it fails. A failure ends this process with its code. */
function run(program, args, { quiet = false, ipc = false } = {}) {
  return new Promise((resolve) => {
    const output = quiet ? 'pipe' : 'inherit'
    child = spawn(program, args, {
      cwd: root,
      stdio: [quiet ? 'ignore' : 'inherit', output, output, ...(ipc ? ['ipc'] : [])],
      env: {
        ...process.env,
        PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
        TURBO_TELEMETRY_DISABLED: '1',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    })
    let said = ''
    child.stdout?.on('data', (chunk) => (said += chunk))
    child.stderr?.on('data', (chunk) => (said += chunk))
    child.on('error', (error) => fail(`${program} did not start: ${error.message}`))
    child.on('exit', (code, signal) => {
      if (code === 0) return resolve(undefined)
      if (quiet) process.stderr.write(said)
      process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM'])
    })
  })
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
