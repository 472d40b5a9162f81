import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, realpath, rm, stat, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DataDirLockedError, lockDataDir } from '../src/engine/data-dir-lock.ts'

async function newFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'app-connections-lock-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A process of its own that runs the commands it is given. */
function starter(dir: string, through: readonly string[] = []) {
  const [command = '', ...before] = [...through, process.execPath]
  const child = spawn(command, [...before, join(import.meta.dirname, 'fixtures/lock-starter.ts'), dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ended = once(child, 'exit')
  return {
    async send(command: 'lock' | 'release' | 'have-child'): Promise<string> {
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

describe('a data directory that is locked', { timeout: 60_000 }, () => {
  it('is refused to the next, by whatever path it comes, until it is released', async () => {
    const dir = await newFolder()
    const link = join(await newFolder(), 'link')
    await symlink(dir, link)
    const lock = await lockDataDir(dir)
    for (const path of [dir, link, relative(process.cwd(), dir), `${dir}/.`]) {
      await expect(lockDataDir(path), path).rejects.toThrow(DataDirLockedError)
    }
    expect(await starter(dir).send('lock')).toBe('refused')
    await lock.release()
    await lock.release()
    const next = await lockDataDir(dir)
    await next.release()
    expect(await readdir(dir)).toEqual(['lock'])
  })

  it('is named by the refusal, with what to do', async () => {
    const dir = await newFolder()
    const lock = await lockDataDir(dir)
    await expect(lockDataDir(dir)).rejects.toThrow(
      `The data directory ${dir} is in use by another process. Stop that process, or set DATA_DIR to another directory.`,
    )
    await lock.release()
  })

  it('does not stand in the way of another directory', async () => {
    const locks = [await lockDataDir(await newFolder()), await lockDataDir(await newFolder())]
    await Promise.all(locks.map((lock) => lock.release()))
  })

  it('is made where it is absent, and is its owner’s alone', async () => {
    const wide = await newFolder()
    await chmod(wide, 0o755)
    for (const dir of [wide, join(wide, 'a/b')]) {
      const lock = await lockDataDir(dir)
      expect((await stat(dir)).mode & 0o777, dir).toBe(0o700)
      await lock.release()
    }
  })

  it('is free again when its holder is killed, though a child of it lives on', async () => {
    const dir = await newFolder()
    for (let round = 0; round < 5; round++) {
      const holder = starter(dir)
      expect(await holder.send('lock')).toBe('locked')
      const child = Number(await holder.send('have-child'))
      onTestFinished(() => void process.kill(child, 'SIGKILL'))
      await expect(lockDataDir(dir)).rejects.toThrow(DataDirLockedError)
      await holder.kill()
      const lock = await lockDataDir(dir)
      await lock.release()
    }
  })

  it('goes to exactly one of several that start at once, also where one was killed before', async () => {
    const dir = await newFolder()
    const starters = Array.from({ length: 4 }, () => starter(dir))
    for (let round = 0; round < 100; round++) {
      const answers = await Promise.all(starters.map(({ send }) => send('lock')))
      expect(answers.toSorted(), `round ${round}`).toEqual(['locked', 'refused', 'refused', 'refused'])
      await Promise.all(starters.map(({ send }) => send('release')))
    }
  })

  it('goes to exactly one of two that start at once after their predecessor was killed', async () => {
    const dir = await newFolder()
    let holder = starter(dir)
    expect(await holder.send('lock')).toBe('locked')
    for (let round = 0; round < 10; round++) {
      const two = [starter(dir), starter(dir)] as const
      expect(await Promise.all(two.map(({ send }) => send('lock')))).toEqual(['refused', 'refused'])
      await holder.kill()
      const answers = await Promise.all(two.map(({ send }) => send('lock')))
      expect(answers.toSorted(), `round ${round}`).toEqual(['locked', 'refused'])
      const winner = answers.indexOf('locked')
      await two[winner === 0 ? 1 : 0].kill()
      holder = two[winner === 0 ? 0 : 1]
    }
  })

  it('does not keep its holder alive', async () => {
    const holder = starter(await newFolder())
    expect(await holder.send('lock')).toBe('locked')
    expect(await holder.endInput()).toBe(0)
  })

  it('is refused across network namespaces, and free as soon as its holder there is killed', async (context) => {
    if (spawnSync('unshare', ['-n', 'true']).status !== 0) context.skip('no network namespace can be made here')
    const dir = await newFolder()
    const inside = starter(dir, ['unshare', '-n'])
    expect(await inside.send('lock')).toBe('locked')
    await expect(lockDataDir(dir)).rejects.toThrow(DataDirLockedError)
    expect(await starter(dir, ['unshare', '-n']).send('lock')).toBe('refused')
    await inside.kill()
    const lock = await lockDataDir(dir)
    expect(await starter(dir, ['unshare', '-n']).send('lock')).toBe('refused')
    await lock.release()
  })

  it('is refused while a process of a release that locked by a socket has it', async (context) => {
    if (process.platform !== 'linux') context.skip('only Linux had that kind of socket')
    const dir = await newFolder()
    const earlier = createServer().listen(`\0app-connections:${createHash('sha256').update(dir).digest('hex')}`)
    await once(earlier, 'listening')
    await expect(lockDataDir(dir)).rejects.toThrow('is in use by another process')
    await once(earlier.close(), 'close')
    const lock = await lockDataDir(dir)
    await lock.release()
  })

  it('may have a path that is too long for a socket', async () => {
    const dir = join(await newFolder(), 'x'.repeat(200))
    const lock = await lockDataDir(dir)
    await expect(lockDataDir(dir)).rejects.toThrow(DataDirLockedError)
    await lock.release()
  })
})
