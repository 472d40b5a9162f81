import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { buildEnvironment } from './environment.mjs'

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..', '..')
export const bin = join(root, 'node_modules', '.bin')

/** @type {import('node:child_process').ChildProcess | undefined} */
let child

/** Passes the signals that ask this process to end on to the program that runs. */
export function passSignalsOn() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child?.kill(signal))
  }
}

/**
 * Runs a package manager or a build: it is given what it needs of the environment, and no secret.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, path?: string[] }} [options] `path`: folders of programs in front of the others
 */
export function runTool(program, args, { cwd = root, path = [] } = {}) {
  return run(program, args, { cwd, path, variables: buildEnvironment(process.env), quiet: true })
}

/**
 * Runs one of our programs in the Node that the packages bring, where they do, with everything that is set.
 * @param {string} script
 * @param {string[]} args
 * @param {{ cwd?: string, path?: string[] }} [options]
 */
export function runNode(script, args, { cwd = root, path = [] } = {}) {
  const brought = join(bin, 'node')
  const program = existsSync(brought) ? brought : process.execPath
  return run(program, [join(root, script), ...args], { cwd, path, variables: process.env, quiet: false })
}

/**
 * Runs a program to its end. Quiet: its output is shown only where it fails. A failure ends this process with its code.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, path: string[], variables: Record<string, string | undefined>, quiet: boolean }} options
 * @returns {Promise<void>}
 */
function run(program, args, { cwd, path, variables, quiet }) {
  return new Promise((resolve) => {
    const started = spawn(program, args, {
      cwd,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['inherit', 'inherit', 'inherit', 'ipc'],
      env: {
        ...variables,
        PATH: [bin, ...path, variables.PATH ?? ''].join(delimiter),
        TURBO_TELEMETRY_DISABLED: '1',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    })
    child = started
    let said = ''
    for (const stream of [started.stdout, started.stderr]) stream?.on('data', (chunk) => (said += chunk))
    started.on('error', (error) => fail(`${program} did not start: ${error.message}`))
    started.on('exit', (code, signal) => {
      if (code === 0) return resolve()
      if (quiet) process.stderr.write(said)
      process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM'])
    })
  })
}

/**
 * Ends this process with one sentence.
 * @param {string} sentence
 * @returns {never}
 */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
