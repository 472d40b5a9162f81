import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'

const main = join(import.meta.dirname, '../src/main.ts')
const ready = z.object({ type: z.literal('ready'), address: z.url() })

export interface ServerProcess {
  readonly child: ChildProcess
  /** Its address. Rejects where it ends before it listens. */
  readonly address: Promise<string>
  /** How it ended: the exit code, null after a signal, and its whole output. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>
  /** Its output so far. */
  said(): { stdout: string; stderr: string }
}

/** Starts the server as a process with only this environment. The test run ends it at the latest. */
export function startProcess(variables: Record<string, string>, entry = main): ServerProcess {
  const child = spawn(process.execPath, [entry], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { HOST: '127.0.0.1', PORT: '0', ...variables },
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code === null ? null : Number(code), stdout, stderr }))
  const address = new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(ready.parse(message).address))
    ended.then(({ code }) => reject(new Error(`the server ended with ${code}: ${stderr}`)), reject)
  })
  // A caller that does not ask for the address need not learn that there is none.
  address.catch(() => {})
  return { child, address, ended, said: () => ({ stdout, stderr }) }
}

/** Starts a server that must not start, and returns its last output. */
export async function failedStart(variables: Record<string, string>): Promise<string> {
  const { code, stderr } = await startProcess(variables).ended
  if (code !== 1) throw new Error(`the server should have ended with 1, not ${code}: ${stderr}`)
  return stderr
}
