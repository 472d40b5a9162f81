import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePorts } from './ports.ts'

/** The server as a process of its own, with everything it says. */
export interface ServerProcess {
  /** Where it listens, for example `http://127.0.0.1:40123`. */
  readonly url: string
  /** Its origin as browsers send it: that of `SITE_URL`. */
  readonly origin: string
  /** What it has written so far: the log and the console on standard output, and the error output. */
  readonly said: { readonly output: string; readonly errors: string }
  /** Asks it to stop and waits; rejects where it does not end with 0. */
  stop(): Promise<void>
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
}

const main = join(import.meta.dirname, '..', '..', '..', 'apps', 'server', 'src', 'main.ts')

/** Where no browser is involved, the address need not be reachable. */
const defaultSiteUrl = 'http://app-connections.test'

/**
 * Starts the server on a free port and resolves once it says that it is ready. `env` is its whole environment but for
 * ports and address. Rejects with its error output where it ends before.
 */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  // Nobody listens where it looks for the web app.
  const [webPort] = await freePorts(1)
  const child = spawn(process.execPath, [main], {
    env: { HOST: '127.0.0.1', PORT: '0', WEB_PORT: String(webPort), SITE_URL: defaultSiteUrl, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const said = { output: '', errors: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.output += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text
  })
  const closed = once(child, 'close')
  const ready = new Promise<string>((resolve) => {
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('address' in message)) return
      resolve(`${message.address}`)
    })
  })
  const url = await Promise.race([
    ready,
    closed.then(([code]) => {
      throw new Error(`the server ended with ${code} before it was ready: ${said.errors}`)
    }),
  ])
  return {
    url,
    origin: new URL(env.SITE_URL ?? defaultSiteUrl).origin,
    said,
    async stop() {
      child.kill('SIGTERM')
      const [code, signal] = await closed
      if (code !== 0) throw new Error(`the server ended with ${code ?? signal}: ${said.errors}`)
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
