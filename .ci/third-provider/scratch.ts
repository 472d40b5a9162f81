import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { repositoryFiles } from '../files.ts'
import type { Changes } from './limit.ts'

/**
 * A copy of the tree as it stands, in a temporary folder, with what is installed: the packages of others are those of this
 * tree, and ours are the copy's own. All of it is in the copy's index, so that git tells what was changed afterwards.
 */
export function scratchCopy(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'app-connections-third-'))
  const files = repositoryFiles()
  for (const file of files) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true })
    cpSync(file, join(scratch, file), { verbatimSymlinks: true })
  }
  symlinkSync(resolve('node_modules'), join(scratch, 'node_modules'))
  const packages = files.filter((file) => /^(?:apps|packages)\/[\w-]+\/package\.json$/.test(file)).map(dirname)
  for (const installed of packages.map((home) => join(home, 'node_modules')).filter((path) => existsSync(path)))
    cpSync(installed, join(scratch, installed), { recursive: true, verbatimSymlinks: true })
  git(scratch, 'init', '--quiet')
  git(scratch, 'add', '--all')
  return scratch
}

/** Adds files, and a line to each registry. */
export function add(
  scratch: string,
  files: Readonly<Record<string, string>>,
  lines: Readonly<Record<string, string>>,
): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true })
    writeFileSync(join(scratch, file), text)
  }
  for (const [file, line] of Object.entries(lines)) {
    const text = readFileSync(join(scratch, file), 'utf8')
    writeFileSync(join(scratch, file), text.replace(/^export /m, `${line}\n$&`))
  }
}

/** What the copy has more than the tree, as git tells it. */
export function changesOf(scratch: string): Changes {
  const changed = git(scratch, 'diff', '--numstat').matchAll(/^(\d+)\t(\d+)\t(.+)$/gm)
  const files = git(scratch, 'ls-files', '--others', '--exclude-standard').split('\n')
  return {
    lines: [...changed].map(([, added, removed, file = '']) => ({
      file,
      added: Number(added),
      removed: Number(removed),
    })),
    files: files.filter((file) => file !== ''),
  }
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' })
}
