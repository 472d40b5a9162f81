import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makeDataDir, usingDataDir } from './data-dir.ts'
import { StartError } from './start-error.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'app-connections-data-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

it('makes a data directory for its user alone', async () => {
  const dir = join(await folder(), 'a', 'b')
  await makeDataDir(dir)
  expect((await stat(dir)).mode & 0o777).toBe(0o700)
})

it('says in one sentence each that a file is in the way, and that a place is none for folders', async () => {
  const file = join(await folder(), 'file')
  await writeFile(file, '')
  await expect(makeDataDir(file)).rejects.toThrow(`The data directory ${file} cannot be used (EEXIST): it is a file`)
  await expect(makeDataDir(join(file, 'data'))).rejects.toThrow('(ENOTDIR): a part of its path is a file')
  await expect(makeDataDir('/proc/data')).rejects.toThrow('(ENOENT): it cannot be made there')
})

it.each([
  ['EACCES', 'this user may not write there'],
  ['EPERM', 'set DATA_DIR to a folder below it'],
  ['EROFS', 'its file system is read-only'],
])('says what to do where the system answers %s', async (code, words) => {
  const refused = usingDataDir('/data', () => Promise.reject(Object.assign(new Error('no'), { code })))
  await expect(refused).rejects.toThrow(StartError)
  await expect(refused).rejects.toThrow(words)
})

it('passes on what is no fault of the folder', async () => {
  await expect(usingDataDir('/data', () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
})
