#!/usr/bin/env node
// The root commands start here, under any Node of the machine (20 or later), and continue under Node 24, which the
// package registry has for most platforms. This file is plain JavaScript for that reason.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageManagerPath, runPackageManager } from './boot/package-manager.mjs'
import { chooseNode, thisMachine } from './boot/platform.mjs'
import { bin, fail, passSignalsOn, root, runNode, runTool } from './boot/run.mjs'
import { isBuilt, isInstalled, stampBuilt, stampInstalled, wasBuilt } from './boot/stamps.mjs'

const [command = '', ...rest] = process.argv.slice(2)
/** Marks an installation that includes what tests need. */
const full = join(root, 'node_modules', '.full')

/** The packages that the demo and the service run. The rest (browser, test tools) is not installed for them. */
const runtime = ['server', 'web', 'launcher', 'heroku-sandbox'].map((name) => `@app-connections/${name}...`)

/**
 * What each command does, step by step. Where the secrets of an installation are (`start`, `reset-password`), no package
 * manager runs and nothing is fetched or written: such a command asks for a build that is there.
 * @type {Record<string, (() => unknown)[]>}
 */
const commands = {
  build: [installRuntime, build],
  start: [requireBuild, program('apps/launcher/src/start.ts')],
  doctor: [examineTree, program('apps/server/src/doctor/doctor.main.ts')],
  'reset-password': [requireBuild, program('apps/server/src/reset-password.ts')],
  demo: [installRuntime, build, program('apps/launcher/src/demo.ts')],
  sandbox: [installRuntime, program('packages/heroku-sandbox/src/bin.ts')],
  test: [installFull, program('.ci/test.ts')],
  'test:soak': [installFull, program('.ci/test.ts', ['--soak'])],
  'test:browser': [installFull, browserTests],
  'test:conformance': [installFull, ...conformance()],
  // Options are for the server's measurements only: with one, the pages are not measured.
  bench: [installFull, program('packages/bench/src/main.ts'), ...(rest.length === 0 ? [benchPages] : [])],
  'bench:browser': [installFull, benchPages],
  check: [installFull, program('.ci/check.ts')],
  fix: [installFull, () => runNode('node_modules/@biomejs/biome/bin/biome', ['check', '--write', '.'])],
}

const steps = commands[command]
if (steps === undefined) fail(`Unknown command "${command}". There are: ${Object.keys(commands).join(', ')}.`)
const choice = chooseNode(thisMachine())
if ('refused' in choice) fail(choice.refused)
passSignalsOn()
for (const step of steps) await step()

/**
 * @param {string} script
 * @param {string[]} [first] options in front of those that were given
 */
function program(script, first = []) {
  return () => runNode(script, [...first, ...rest], { path: packageManagerPath() })
}

/** Leaves out what only tests need. Keeps a full installation, because a smaller one would undo it. */
async function installRuntime() {
  if (isInstalled('runtime')) return
  if (existsSync(full)) return installFull()
  await install('runtime', ['--prod', '--filter', '.', ...runtime.flatMap((name) => ['--filter', name])])
}

async function installFull() {
  if (isInstalled('full')) return
  await install('full', [])
  writeFileSync(full, '')
}

/**
 * @param {'runtime' | 'full'} kind
 * @param {string[]} selection
 */
async function install(kind, selection) {
  await runPackageManager(['install', '--frozen-lockfile', '--reporter=append-only', ...selection])
  // Built for another C library: a machine that uses its own Node must not find this one first.
  if ('node' in choice && choice.node === 'own') rmSync(join(bin, 'node'), { force: true })
  stampInstalled(kind)
}

async function build() {
  if (isBuilt()) return
  await runPackageManager([
    'exec',
    'turbo',
    'run',
    'build',
    '--filter=@app-connections/web',
    '--output-logs=errors-only',
  ])
  await runTool('node', ['--disable-warning=ExperimentalWarning', 'packages/client/build/served.main.ts'])
  stampBuilt()
}

/** Examines the tree before anything in it runs, and installs what the rest of `npm run doctor` needs. */
function examineTree() {
  if (!isInstalled('runtime')) requireBuild()
  say('ok', `Node ${process.versions.node} on ${process.platform}-${process.arch}`)
  if (isBuilt()) return say('ok', 'the pages are built from this tree')
  say(
    'wrong',
    wasBuilt() ? 'the tree has changed since it was built: npm run build' : 'the pages are not built: npm run build',
  )
  process.exitCode = 1
}

/**
 * @param {string} kind
 * @param {string} words
 */
function say(kind, words) {
  process.stdout.write(`${kind.padEnd(6)} ${words}\n`)
}

function requireBuild() {
  if (isInstalled('runtime') && isBuilt()) return
  const what = wasBuilt() ? 'This tree has changed since it was built' : 'This tree is not built yet'
  fail(`${what}: run npm run build first. It needs the package registry and a writable tree; ${command} needs neither.`)
}

/** Real clients by others against this service. Each has an installation of its own, outside the workspace. */
function conformance() {
  const places = ['packages/heroku-sandbox', 'packages/client', 'apps/server']
  return places.map((place) => program(`${place}/conformance/run.mjs`))
}

function browserTests() {
  const cwd = join(root, 'packages', 'e2e')
  const vitest = 'packages/e2e/node_modules/vitest/vitest.mjs'
  return runNode(vitest, ['run', '--config', 'vitest.browser.config.ts', ...rest], { cwd, path: packageManagerPath() })
}

function benchPages() {
  return runNode('packages/e2e/browser/bench.main.ts', [])
}
