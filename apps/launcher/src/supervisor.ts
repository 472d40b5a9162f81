import { type ChildProcess, spawn } from 'node:child_process'
import { nextPause, type Pauses } from './pauses.ts'

/** How long a process may take to stop, in milliseconds. Then it is killed. */
const stopWithinMs = 17_000

export interface ProgramOptions {
  name: string
  /** Node's arguments: options, then the script. */
  args: string[]
  env: Record<string, string | undefined>
  /** Whether the program sends `{ type: 'ready', … }` over IPC when it serves. */
  saysReady: boolean
  /** Whether its output is shown. Its error output always is. */
  shown: boolean
  /** The pauses before it is restarted after its end. Without them, its end stops the others too. */
  startsAgain?: Pauses
}

export interface Supervisor {
  /** Starts a program and resolves once it is ready, with its message. Rejects where it ends before. */
  start(options: ProgramOptions): Promise<{ pid: number; said: unknown }>
  /** Resolves with the exit code once everything has stopped, after a signal or the end of a program. */
  finished: Promise<number>
  stop(code: number): void
}

/**
 * The direct parent of every process of an installation. A program that the others can do without for a while is
 * restarted, after growing pauses. The end of any other stops the rest too: a partial installation would only seem to
 * work, and a service manager restarts the whole.
 */
export function createSupervisor(say: (line: string) => void): Supervisor {
  const children = new Map<string, ChildProcess>()
  const waiting = new Set<NodeJS.Timeout>()
  let stopping = false
  let resolveFinished: (code: number) => void = () => {}
  const finished = new Promise<number>((resolve) => {
    resolveFinished = resolve
  })

  function stop(code: number): void {
    if (stopping) return
    stopping = true
    for (const timer of waiting) clearTimeout(timer)
    const ends = [...children.values()].map((child) => end(child))
    void Promise.all(ends).then(() => resolveFinished(code))
  }

  function run(options: ProgramOptions, pauseMs = 0): ChildProcess {
    const { name, args, env, shown } = options
    const child = spawn(process.execPath, args, {
      env,
      stdio: ['ignore', shown ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    })
    children.set(name, child)
    const startedAt = performance.now()
    child.once('error', (error) => whenEnded(error.message, 1))
    child.once('exit', (code, signal) => whenEnded(signal ?? `exit code ${code}`, code))

    function whenEnded(how: string, code: number | null): void {
      // A program that could not even be started may report its end twice.
      if (children.get(name) !== child) return
      children.delete(name)
      if (stopping) return
      if (options.startsAgain === undefined) {
        say(`The ${name} ended (${how}); stopping the rest.`)
        stop(code === 0 || code === null ? 1 : code)
        return
      }
      const nextMs = nextPause(options.startsAgain, pauseMs, performance.now() - startedAt)
      say(`The ${name} ended (${how}); starting it again in ${nextMs / 1000} s.`)
      const timer = setTimeout(() => {
        waiting.delete(timer)
        run(options, nextMs)
      }, nextMs)
      waiting.add(timer)
    }
    return child
  }

  function start(options: ProgramOptions): Promise<{ pid: number; said: unknown }> {
    const child = run(options)
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`the ${options.name} did not start`)))
      const { pid } = child
      if (pid === undefined) return
      if (!options.saysReady) resolve({ pid, said: undefined })
      child.on('message', (said) => {
        if (typeof said === 'object' && said !== null && 'type' in said && said.type === 'ready') resolve({ pid, said })
      })
    })
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))
  process.on('disconnect', () => stop(0))
  return { start, finished, stop }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
