/**
 * Keeps one throw-away PostgreSQL, in a process of its own: `node postgres-keeper.ts <folder with bin/> [--copy] [--durable]`.
 * It makes a cluster in a new temporary folder, starts it, writes the folder to standard output as one line and, when
 * its standard input ends, stops the cluster and removes the folder. That input ends however the parent ends, SIGKILL
 * included, so nothing outlives a test run.
 *
 * Tests do not wait for the disk; `--durable` (for measurements) keeps fsync on, as production has it.
 *
 * PostgreSQL refuses to run as root: for root it runs as `nobody`, with `--copy` from a copy that `nobody` can reach.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const nobody = 65_534
const initdbFlags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
const flagsGiven = process.argv.slice(3)
const careless = flagsGiven.includes('--durable') ? [] : ['fsync=off', 'synchronous_commit=off']
const settings = ['listen_addresses=', 'max_connections=200', ...careless]
const readyLine = 'database system is ready to accept connections'
const logBytes = 4_096
const stopMs = 10_000

const [installation = ''] = process.argv.slice(2)
const asRoot = process.getuid?.() === 0

const stop = new AbortController()
const requestStop = () => stop.abort()
process.stdin.on('end', requestStop).resume()
for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', requestStop)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, requestStop)

// The copy must be readable for nobody; the folder around it is private all the same.
process.umask(0o022)
const folder = await mkdtemp(join(tmpdir(), 'app-connections-postgres-'))
try {
  if (asRoot) await chown(folder, nobody, nobody)
  const bin = join(flagsGiven.includes('--copy') ? copyInstallation() : installation, 'bin')
  const data = join(folder, 'data')
  await run(join(bin, 'initdb'), [...initdbFlags, '-D', data])
  const flags = settings.flatMap((setting) => ['-c', setting])
  await run(join(bin, 'postgres'), ['-D', data, '-k', folder, ...flags], () => process.stdout.write(`${folder}\n`))
  if (!stop.signal.aborted) throw new Error('PostgreSQL stopped by itself')
} catch (error) {
  if (!stop.signal.aborted) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
// Still open after a failure or a signal, it would hold the process.
process.stdin.destroy()

function copyInstallation(): string {
  const copy = join(folder, 'postgresql')
  // Links between its libraries must lead into the copy.
  cpSync(installation, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

/**
 * Runs a program to its end, or until a stop is requested: SIGQUIT is PostgreSQL's immediate shutdown, which flushes
 * nothing. Throws with the end of its log where it ends with an error that was not asked for.
 */
async function run(program: string, args: readonly string[], onReady?: () => void): Promise<void> {
  stop.signal.throwIfAborted()
  const child = spawn(program, args, {
    cwd: folder,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(asRoot ? { uid: nobody, gid: nobody } : {}),
  })
  let log = ''
  let ready = false
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log = (log + chunk).slice(-logBytes)
    if (ready || !log.includes(readyLine)) return
    ready = true
    onReady?.()
  })
  stop.signal.addEventListener('abort', () => {
    child.kill('SIGQUIT')
    setTimeout(() => child.kill('SIGKILL'), stopMs).unref()
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${log}`)
}
