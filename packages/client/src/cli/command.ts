import { spawn } from 'node:child_process'
import { exitCodes, Failed } from './failed.ts'

/** How a command ended: with a code, or by a signal. */
export type Ended = { readonly code: number } | { readonly signal: NodeJS.Signals }

/** The signals that a command gets as this process does. */
export const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/**
 * Runs a command to its end, with the streams of this process, and passes signals on to it. Those that a terminal's keys
 * send reach the command by themselves. Throws `Failed` where it cannot be started.
 */
export async function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  env: Record<string, string>,
): Promise<Ended> {
  const child = spawn(program, args, { env, stdio: 'inherit' })
  const ofKeys: readonly NodeJS.Signals[] = process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : []
  const listeners = passedOn.map((signal) => {
    const pass = () => void (ofKeys.includes(signal) || child.kill(signal))
    process.on(signal, pass)
    return () => process.off(signal, pass)
  })
  try {
    return await new Promise<Ended>((resolve, reject) => {
      child.once('error', (error) => reject(notStarted(program, error)))
      child.once('exit', (code, signal) => resolve(signal === null ? { code: code ?? 1 } : { signal }))
    })
  } finally {
    for (const stop of listeners) stop()
  }
}

function notStarted(program: string, error: Error): Failed {
  const missing = 'code' in error && error.code === 'ENOENT'
  return missing
    ? new Failed(`${program} is not installed, or not in PATH.`, exitCodes.notFound)
    : new Failed(`${program} could not be started: ${error.message}`, exitCodes.notStarted)
}
