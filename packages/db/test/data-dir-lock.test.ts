import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DataDirLockedError, lockDataDir } from '../src/engine/data-dir-lock.ts'

type Kind = 'abstract-socket' | 'socket-file'

async function newFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'app-connections-lock-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A process of its own that does as it is told. */
function starter(dir: string, kind: Kind) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/lock-starter.ts'), dir, kind], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ended = once(child, 'exit')
  return {
    async tell(command: 'lock' | 'release' | 'have-child'): Promise<string> {
      child.stdin.write(`${command}\n`)
      const { value } = await answers.next()
      return `${value}`
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await ended
    },
    async endInput(): Promise<unknown> {
      child.stdin.end()
      const [code] = await ended
      return code
    },
  }
}

/** What a killed holder leaves behind: a socket file that nobody listens on. */
async function plantDeadSocket(dir: string): Promise<void> {
  const server = createServer().listen(join(dir, 'planted.sock'))
  await once(server, 'listening')
  await rename(join(dir, 'planted.sock'), join(dir, 'lock.sock'))
  await once(server.close(), 'close')
}

function socketOf(dir: string, kind: Kind): string {
  const hash = createHash('sha256').update(dir).digest('hex')
  return kind === 'socket-file' ? join(dir, 'lock.sock') : `\0app-connections:${hash}`
}

const kinds: readonly Kind[] = process.platform === 'linux' ? ['abstract-socket', 'socket-file'] : ['socket-file']

describe.each(kinds)('a data directory locked by %s', { timeout: 60_000 }, (kind) => {
  it('is refused to the next, by whatever path it comes, until it is released', async () => {
    const dir = await newFolder()
    const link = join(await newFolder(), 'link')
    await symlink(dir, link)
    const lock = await lockDataDir(dir, { kind })
    for (const path of [dir, link, relative(process.cwd(), dir), `${dir}/.`]) {
      await expect(lockDataDir(path, { kind }), path).rejects.toThrow(DataDirLockedError)
    }
    expect(await starter(dir, kind).tell('lock')).toBe('refused')
    await lock.release()
    await lock.release()
    const next = await lockDataDir(dir, { kind })
    await next.release()
    expect(await readdir(dir)).toEqual([])
  })

  it('is named by the refusal, with what to do', async () => {
    const dir = await newFolder()
    const lock = await lockDataDir(dir, { kind })
    await expect(lockDataDir(dir, { kind })).rejects.toThrow(
      `The data directory ${dir} is in use by another process. Stop that process, or set DATA_DIR to another directory.`,
    )
    await lock.release()
  })

  it('does not stand in the way of another directory', async () => {
    const locks = [await lockDataDir(await newFolder(), { kind }), await lockDataDir(await newFolder(), { kind })]
    await Promise.all(locks.map((lock) => lock.release()))
  })

  it('is made where it is absent, and is its owner’s alone', async () => {
    const wide = await newFolder()
    await chmod(wide, 0o755)
    for (const dir of [wide, join(wide, 'a/b')]) {
      const lock = await lockDataDir(dir, { kind })
      expect((await stat(dir)).mode & 0o777, dir).toBe(0o700)
      await lock.release()
    }
  })

  it('is free again when its holder is killed, though a child of it lives on', async () => {
    const dir = await newFolder()
    for (let round = 0; round < 5; round++) {
      const holder = starter(dir, kind)
      expect(await holder.tell('lock')).toBe('locked')
      const child = Number(await holder.tell('have-child'))
      onTestFinished(() => void process.kill(child, 'SIGKILL'))
      await expect(lockDataDir(dir, { kind })).rejects.toThrow(DataDirLockedError)
      await holder.kill()
      expect(existsSync(join(dir, 'lock.sock'))).toBe(kind === 'socket-file')
      const lock = await lockDataDir(dir, { kind })
      await lock.release()
    }
  })

  it('goes to exactly one of several that start at once, also where a killed one has left its traces', async () => {
    const dir = await newFolder()
    const starters = Array.from({ length: 4 }, () => starter(dir, kind))
    for (let round = 0; round < 100; round++) {
      if (round % 3 > 0) await plantDeadSocket(dir)
      const answers = await Promise.all(starters.map(({ tell }) => tell('lock')))
      expect(answers.toSorted(), `round ${round}`).toEqual(['locked', 'refused', 'refused', 'refused'])
      await Promise.all(starters.map(({ tell }) => tell('release')))
    }
  })

  it('goes to exactly one of two that start at once after their predecessor was killed', async () => {
    const dir = await newFolder()
    let holder = starter(dir, kind)
    expect(await holder.tell('lock')).toBe('locked')
    for (let round = 0; round < 10; round++) {
      const two = [starter(dir, kind), starter(dir, kind)] as const
      expect(await Promise.all(two.map(({ tell }) => tell('lock')))).toEqual(['refused', 'refused'])
      await holder.kill()
      const answers = await Promise.all(two.map(({ tell }) => tell('lock')))
      expect(answers.toSorted(), `round ${round}`).toEqual(['locked', 'refused'])
      const winner = answers.indexOf('locked')
      await two[winner === 0 ? 1 : 0].kill()
      holder = two[winner === 0 ? 0 : 1]
    }
  })

  it('does not keep its holder alive', async () => {
    const holder = starter(await newFolder(), kind)
    expect(await holder.tell('lock')).toBe('locked')
    expect(await holder.endInput()).toBe(0)
  })

  it('closes every connection that somebody opens to its socket', async () => {
    const dir = await newFolder()
    const lock = await lockDataDir(dir, { kind })
    const clients = Array.from({ length: 50 }, () => connect(socketOf(dir, kind)).resume())
    await Promise.all(clients.map((client) => once(client, 'close')))
    await lock.release()
  })
})

describe('a socket file', () => {
  it('is not replaced while a start that was cut off may be under way, and the refusal says what to delete', async () => {
    const dir = await newFolder()
    const guard = join(dir, 'lock.guard')
    await writeFile(guard, '')
    await expect(lockDataDir(dir, { kind: 'socket-file' })).rejects.toThrow(`delete ${guard}`)
    await rm(guard)
    const lock = await lockDataDir(dir, { kind: 'socket-file' })
    expect(await readdir(dir)).toEqual(['lock.sock'])
    await lock.release()
  })

  it('is refused where its path would be cut off', async () => {
    const dir = join(await newFolder(), 'x'.repeat(80))
    await expect(lockDataDir(dir, { kind: 'socket-file' })).rejects.toThrow('choose a shorter one')
  })
})
