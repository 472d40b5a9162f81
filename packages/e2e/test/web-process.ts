import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The built web app as a process of its own, with everything it says. */
export interface WebProcess {
  readonly said: { readonly output: string }
  stop(): Promise<void>
}

const program = join(
  import.meta.dirname,
  ...['..', '..', '..', 'apps', 'web', '.next', 'standalone', 'apps', 'web', 'server.js'],
)

/** How long it may take until it answers, in milliseconds. */
const readyWithinMs = 30_000

/**
 * Starts the web app as it was last built, on a port of its own, in front of nothing but the API at `apiUrl`. Rejects
 * with what it said where it ends or does not answer; a build is made by every start of the demo.
 */
export async function startWebProcess(options: { port: number; siteUrl: string; apiUrl: string }): Promise<WebProcess> {
  await access(program)
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOSTNAME: '127.0.0.1',
      PORT: String(options.port),
      SITE_URL: options.siteUrl,
      API_URL: options.apiUrl,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { output: '' }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.output += text
    })
  }
  const closed = once(child, 'close')
  const stop = async () => {
    child.kill('SIGKILL')
    await closed
  }
  const until = Date.now() + readyWithinMs
  while (!(await answers(`http://127.0.0.1:${options.port}/sign-in`))) {
    if (child.exitCode === null && Date.now() < until) continue
    await stop()
    throw new Error(`the web app did not answer: ${said.output}`)
  }
  return { said, stop }
}

/** Whether something answers there; otherwise after a short pause. */
async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })).status < 500
  } catch {
    // Nobody listens yet.
    await sleep(50)
    return false
  }
}
