import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { type Config, programs } from './config.ts'
import { answers, portIsFree } from './loopback.ts'
import type { Supervisor } from './supervisor.ts'

/** How long the web app may take to answer, in milliseconds. */
const webReadyWithinMs = 30_000

/** How long the web app of a killed launcher may hold its port, in milliseconds. */
const portFreeWithinMs = 3_000

/** The web app is restarted soon. Until then the server says that it is not running. */
const webPauses = { firstMs: 500, longestMs: 30_000, soundAfterMs: 60_000 }

const serverReady = z.object({ address: z.url(), siteUrl: z.url() })

export interface Running {
  readonly pids: { readonly server: number; readonly web: number }
  /** The public address. */
  readonly siteUrl: string
  /** The server's address on this machine. */
  readonly localUrl: string
}

/** Starts server and web app and waits until both answer. `more` is added to the server's environment. */
export async function startServerAndWeb(
  supervisor: Supervisor,
  config: Config,
  options: { serverShown: boolean; more: Record<string, string> },
): Promise<Running> {
  const shared = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const { WEB_PORT } = config
  if (!(await portIsFree(WEB_PORT, portFreeWithinMs))) {
    throw new Error(`Port ${WEB_PORT} is in use. Stop what listens there, or set WEB_PORT to another one.`)
  }
  const server = await supervisor.start({
    name: 'server',
    args: programs.server,
    env: { ...config.inherited, ...shared, DATA_DIR: config.DATA_DIR, WEB_PORT: String(WEB_PORT), ...options.more },
    saysReady: true,
    shown: options.serverShown,
  })
  const { address, siteUrl } = serverReady.parse(server.said)
  const local = localUrl(address)
  const web = await supervisor.start({
    name: 'web app',
    args: programs.web,
    // The web app gets only what it needs, and no secret.
    env: {
      ...shared,
      PATH: config.inherited.PATH,
      PORT: String(WEB_PORT),
      HOSTNAME: '127.0.0.1',
      SITE_URL: siteUrl,
      API_URL: local,
    },
    saysReady: false,
    shown: false,
    startsAgain: webPauses,
  })
  await answers('web app', `http://127.0.0.1:${WEB_PORT}/sign-in`, webReadyWithinMs)
  return { pids: { server: server.pid, web: web.pid }, siteUrl, localUrl: local }
}

/** An address of this machine for a server that listens at `address`. */
export function localUrl(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//127.0.0.1:')
}

/**
 * With the operator's own PostgreSQL the server requires keys. For a demo they are made once, in the data directory.
 * Otherwise the server makes its own.
 */
export async function demoKeys(config: Config): Promise<Record<string, string>> {
  if (config.DATABASE_URL === undefined) return {}
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  return {
    ENCRYPTION_KEY: config.ENCRYPTION_KEY ?? (await keyFile(join(config.DATA_DIR, 'encryption-key'))),
    AUTH_SECRET: config.AUTH_SECRET ?? (await keyFile(join(config.DATA_DIR, 'auth-secret'))),
  }
}

async function keyFile(path: string): Promise<string> {
  try {
    await writeFile(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return (await readFile(path, 'utf8')).trim()
}
