import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** A peer's server process: where it answers, and what it has used so far. */
export interface PeerProcess {
  url: string
  /** Processor time used so far, in milliseconds; 0 where the system does not say. */
  cpuMs(): number
  /** Resident memory in MB; 0 where the system does not say. */
  memoryMb(): number
  /** Resident memory at its highest since `resetPeak`, in MB; 0 where the system does not say. */
  peakMb(): number
  resetPeak(): void
  /** From its start until it was ready, in milliseconds. */
  startMs: number
  /** Keeps it from working until it may go on, so that what it does in the background does not disturb another. */
  halt(): void
  goOn(): void
  stop(): Promise<void>
}

/** A peer whose process is elsewhere; the report takes 0 for what is not known. */
export const unmeasured = { cpuMs: () => 0, memoryMb: () => 0 }

/** Linux counts processor time in ticks of 10 ms (proc(5), stat, fields 14 and 15; sysconf(_SC_CLK_TCK) is 100). */
const msPerTick = 10

/** Starts a program that says `{ type: 'ready', url }` over IPC. */
export function startPeer(
  script: string,
  args: string[],
  env: Record<string, string | undefined>,
  profileDir?: string,
): Promise<PeerProcess> {
  const startedAt = performance.now()
  const profiled = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]
  const child = spawn(process.execPath, [...profiled, script, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready`)))
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'ready') return
      const url = 'url' in message ? message.url : 'address' in message ? message.address : ''
      resolve({ ...watch(child), url: String(url), startMs: performance.now() - startedAt, ...controls(child) })
    })
  })
}

function watch({ pid }: ChildProcess) {
  return {
    cpuMs() {
      const fields = proc(pid, 'stat')
        .replace(/^.*\) /, '')
        .split(' ')
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * msPerTick
    },
    memoryMb: () => megabytes(pid, 'VmRSS'),
    peakMb: () => megabytes(pid, 'VmHWM'),
    resetPeak() {
      // proc(5), clear_refs: 5 resets the peak resident set size. Where there is none, the peak is that of the whole life.
      if (existsSync(`/proc/${pid}/clear_refs`)) writeFileSync(`/proc/${pid}/clear_refs`, '5')
    },
  }
}

function megabytes(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(proc(pid, 'status'))?.[1] ?? 0) / 1024
}

function proc(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // Not Linux: the report then shows 0 for what cannot be known.
    return ''
  }
}

function controls(child: ChildProcess) {
  return {
    halt: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    stop: () => stop(child),
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
