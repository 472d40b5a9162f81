import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, programs } from './config.ts'
import type { Supervisor } from './supervisor.ts'

/** How long the web app may take until it answers, in milliseconds. */
const webReadyWithinMs = 30_000

/** Starts server and web app and waits until both answer. `more` is added to the server's environment. */
export async function startServerAndWeb(
  supervisor: Supervisor,
  config: Config,
  options: { serverShown: boolean; more: Record<string, string> },
): Promise<{ server: number; web: number }> {
  const shared = {
    ...config.inherited,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATA_DIR: config.DATA_DIR,
    SITE_URL: config.SITE_URL,
    HOST: config.HOST,
    WEB_PORT: String(config.WEB_PORT),
  }
  const server = await supervisor.start({
    name: 'server',
    script: programs.server,
    env: { ...shared, PORT: String(config.PORT), ...options.more },
    saysReady: true,
    shown: options.serverShown,
  })
  const web = await supervisor.start({
    name: 'web app',
    script: programs.web,
    // The web app is given what it needs and no secret.
    env: {
      PATH: config.inherited.PATH,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(config.WEB_PORT),
      HOSTNAME: '127.0.0.1',
      SITE_URL: config.SITE_URL,
      API_URL: localUrl(config),
    },
    saysReady: false,
    shown: false,
  })
  await answers(`http://127.0.0.1:${config.WEB_PORT}/sign-in`)
  return { server, web }
}

/** The server's address on this machine, whatever its public one is. */
export function localUrl(config: Config): string {
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? '127.0.0.1' : config.HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.PORT}`
}

/**
 * With a PostgreSQL of one's own, the server asks for keys; for a demo they are made once in the data directory.
 * Elsewhere the server makes its own.
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

async function answers(url: string): Promise<void> {
  const until = Date.now() + webReadyWithinMs
  for (;;) {
    try {
      const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })
      if (answer.status < 500) return
    } catch (error) {
      if (Date.now() > until) throw new Error(`the web app did not answer at ${url}`, { cause: error })
    }
    if (Date.now() > until) throw new Error(`the web app did not answer at ${url}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
