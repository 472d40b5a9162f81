import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** What the demo writes to `$DATA_DIR/demo.json` for whoever tries it. */
export interface DemoFile {
  readonly url: string
  readonly email: string
  readonly password: string
  readonly viewerEmail: string
  readonly viewerPassword: string
  readonly orgId: string
  readonly projectId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly connectionId?: string
  readonly herokuUrl: string
  readonly herokuToken: string
  /** Absent where another Render is used. */
  readonly renderUrl?: string
  readonly pids: { readonly server: number; readonly web: number; readonly sandbox: number }
}

/** A tree with the demo in it, and the environment of the demo. */
export interface DemoSite {
  readonly tree: string
  readonly dataDir: string
  readonly ports: { readonly server: number; readonly web: number; readonly sandbox: number }
  /** More of its environment. */
  readonly env?: Readonly<Record<string, string>>
}

export interface DemoProcess {
  readonly file: DemoFile
  /** What the command printed up to the end of the banner. */
  readonly printed: string
  /** From the command to the banner, in seconds. */
  readonly seconds: number
  /** Asks the npm command, and it alone, to stop. */
  terminate(): void
  /** Resolves with the exit code once the npm command has ended; null where a signal ended it. */
  readonly ended: Promise<number | null>
  /** Processes of this run that still live, as `<pid> <command>`. */
  leftOver(): Promise<string[]>
}

/** The process groups of every demo that was started here. */
const groups = new Set<number>()

/** SIGKILL for whatever may be left of demos: cleaning up after a test that failed. */
export function abandonDemos(): void {
  for (const group of groups) signalGroup(group, 'SIGKILL')
}

const bannerEnd = 'Ctrl-C stops everything'

/** Starts `npm run demo` as a person would, and waits for its banner. Rejects with its output where it ends before. */
export async function startDemo(site: DemoSite, args: readonly string[] = []): Promise<DemoProcess> {
  const started = performance.now()
  const child = spawn('npm', ['run', 'demo', ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: site.tree,
    // A process group of its own, by which everything it starts is found again.
    detached: true,
    env: environment(site),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const group = child.pid
  if (group === undefined) throw new Error('npm did not start')
  groups.add(group)
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null))
  let printed = ''
  const banner = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk
        if (printed.includes(bannerEnd)) resolve()
      })
    }
  })
  await Promise.race([
    banner,
    ended.then((code) => {
      throw new Error(`npm run demo ended with ${code} before its banner:\n${printed}`)
    }),
  ])
  const seconds = (performance.now() - started) / 1000
  const file: DemoFile = JSON.parse(await readFile(join(site.dataDir, 'demo.json'), 'utf8'))
  return {
    file,
    printed,
    seconds,
    terminate: () => void child.kill('SIGTERM'),
    ended,
    leftOver: () => leftOver(group, site.dataDir),
  }
}

/**
 * What a person's shell would have on this machine: the path without what package managers put in front for their
 * scripts, the home directory, how npm reaches its registry, and the demo's own settings.
 */
function environment({ dataDir, ports, env }: DemoSite): Record<string, string> {
  const network =
    /^(?:npm_config_(?:registry|cache|userconfig|globalconfig|cafile|strict_ssl|store_dir|.*(?:proxy|offline))|(?:https?|no)_proxy|node_extra_ca_certs|ssl_cert_(?:file|dir))$/i
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && (name === 'HOME' || network.test(name)) ? [[name, value] as const] : [],
  )
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    DATA_DIR: dataDir,
    PORT: String(ports.server),
    WEB_PORT: String(ports.web),
    SANDBOX_PORT: String(ports.sandbox),
    ...env,
  }
}

/** By process group, and on Linux also by session and environment, so that one that left the group is found too. */
async function leftOver(group: number, dataDir: string): Promise<string[]> {
  if (process.platform !== 'linux') return signalGroup(group, 0) ? [`${group} and its group`] : []
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [stat, environ, command] = await Promise.all(
      ['stat', 'environ', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(noSuchProcess)),
    )
    // After the command in parentheses: state, parent, group, session (proc_pid_stat(5)). Z: ended, not yet reaped.
    const [state, , pgrp, session] = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ')
    const ours = pgrp === `${group}` || session === `${group}` || environ?.includes(dataDir)
    if (ours && state !== 'Z') found.push(`${pid} ${command?.replaceAll('\0', ' ')}`)
  }
  return found
}

/** One that ended meanwhile, or that is somebody else's: neither is what is looked for. */
function noSuchProcess(error: NodeJS.ErrnoException): string {
  if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(error.code ?? '')) return ''
  throw error
}

/** Whether there was anybody to signal. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
