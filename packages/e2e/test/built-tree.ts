import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from './ports.ts'

/** Somebody who owns nothing and is in no group of the machine's. */
const stranger = 12_345

/** The real thing, started from a tree that was built before. */
export interface StartedTree {
  readonly url: string
  readonly pids: { readonly launcher: number; readonly server: number; readonly pages: number }
  /** Everything it printed so far. */
  readonly said: { readonly output: string }
  /** Resolves with the exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>
  /** SIGKILL for whatever is left, and the data directory is removed. */
  remove(): Promise<void>
}

/**
 * Starts a built tree as a service manager does: without npm, a home directory and a package registry, and, where this
 * process may choose, as a user who can read the tree and write nothing of it. Linux alone. Rejects with what it said
 * where it ends before it answers.
 */
export async function startBuiltTree(tree: string): Promise<StartedTree> {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-built-'))
  const another = process.getuid?.() === 0 ? { uid: stranger, gid: stranger } : {}
  if ('uid' in another) {
    await chmod(tree, 0o755)
    await chown(dataDir, stranger, stranger)
  }
  const [port = 0, webPort = 0] = await freePorts(2)
  const child = spawn('/bin/sh', ['-c', `umask 022; exec node ${join(tree, 'apps', 'launcher', 'boot.mjs')} start`], {
    cwd: '/',
    detached: true,
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      PORT: String(port),
      WEB_PORT: String(webPort),
      // Nobody answers there: whoever asked a registry, or this machine through a proxy, would fail.
      npm_config_registry: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
      NODE_USE_ENV_PROXY: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...another,
  })
  const group = child.pid
  if (group === undefined) throw new Error('sh did not start')
  const said = { output: '' }
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null))
  const answers = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said.output += text
        if (said.output.includes('App Connections is at')) resolve()
      })
    }
  })
  const remove = async () => {
    try {
      process.kill(-group, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
    await ended
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await Promise.race([
      answers,
      ended.then((code) => {
        throw new Error(`the start ended with ${code}:\n${said.output}`)
      }),
    ])
    const [launcher = 0] = await childrenOf(group)
    const [server = 0, pages = 0] = await childrenOf(launcher)
    return { url: `http://127.0.0.1:${port}`, pids: { launcher, server, pages }, said, ended, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** The processes that a process has started and that still run, oldest first. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text
    .trim()
    .split(' ')
    .filter((each) => each !== '')
    .map(Number)
}
