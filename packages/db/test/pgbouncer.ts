import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The PgBouncers to test with, by version: those that PGBOUNCER names, separated by commas, else that of this machine. */
export function installedPgBouncers(): { command: string; version: string }[] {
  const commands = process.env.PGBOUNCER?.split(',') ?? ['pgbouncer', '/usr/sbin/pgbouncer']
  const found = commands.flatMap((command) => {
    try {
      const [, version] = /PgBouncer ([\d.]+)/.exec(execFileSync(command, ['--version'], { encoding: 'utf8' })) ?? []
      return version === undefined ? [] : [{ command, version }]
    } catch {
      return []
    }
  })
  return process.env.PGBOUNCER === undefined ? found.slice(0, 1) : found
}

/**
 * Starts a PgBouncer with `size` server connections before the database of an address, which it gives to a client for a
 * transaction at a time, without a setting more than it needs. Gives the database's address by way of it.
 */
export async function startPgBouncer(command: string, url: string, size: number) {
  const target = new URL(url)
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'app-connections-pgbouncer-'))
  await chmod(folder, 0o755)
  const host = target.searchParams.get('host') ?? target.hostname
  const settings = `[databases]
* = host=${host} port=${target.port || 5432} user=${target.username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${size}
`
  await writeFile(join(folder, 'pgbouncer.ini'), settings)
  const root = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(command, [...root, join(folder, 'pgbouncer.ini')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  const said = createInterface(child.stderr)
  for await (const line of said) if (line.includes('process up')) break
  child.stderr.resume()
  target.searchParams.delete('host')
  target.host = `127.0.0.1:${port}`
  return {
    url: target.href,
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await once(server.close(), 'close')
  if (typeof address !== 'object' || address === null) throw new Error('a listening server has an address')
  return address.port
}
