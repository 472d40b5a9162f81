import { type ChildProcess, spawn } from 'node:child_process'

/** How long a process may take to stop once asked, in milliseconds; then it is killed. */
const stopWithinMs = 17_000

export interface ProgramOptions {
  name: string
  script: string
  env: Record<string, string | undefined>
  /** Whether the program says `{ type: 'ready' }` over IPC when it serves. */
  saysReady: boolean
  /** Whether its output is shown; an error output always is. */
  shown: boolean
}

export interface Supervisor {
  /** Starts a program and resolves with its pid once it is ready. Rejects where it ends before. */
  start(options: ProgramOptions): Promise<number>
  /** Resolves with the exit code once everything has stopped: after a signal, or because one program ended. */
  finished: Promise<number>
  stop(code: number): void
}

/**
 * The direct parent of every process of an installation. One that ends takes the others with it: half an installation
 * would only look like one that works.
 */
export function createSupervisor(say: (line: string) => void): Supervisor {
  const children = new Map<string, ChildProcess>()
  let stopping = false
  let resolveFinished: (code: number) => void = () => {}
  const finished = new Promise<number>((resolve) => {
    resolveFinished = resolve
  })

  function stop(code: number): void {
    if (stopping) return
    stopping = true
    const ends = [...children.values()].map((child) => end(child))
    void Promise.all(ends).then(() => resolveFinished(code))
  }

  function start({ name, script, env, saysReady, shown }: ProgramOptions): Promise<number> {
    const child = spawn(process.execPath, [script], {
      env,
      stdio: ['ignore', shown ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    })
    children.set(name, child)
    child.on('exit', (code, signal) => {
      children.delete(name)
      if (stopping) return
      say(`The ${name} ended (${signal ?? `exit code ${code}`}); stopping the rest.`)
      stop(code === 0 || code === null ? 1 : code)
    })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`the ${name} did not start`)))
      const { pid } = child
      if (pid === undefined) return
      if (!saysReady) resolve(pid)
      child.on('message', (message) => {
        if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready')
          resolve(pid)
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
