import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const here = import.meta.dirname
const root = join(here, '..')
const repository = join(root, '..', '..')

/** Packs the client as it would be published, into `dir`, and says what the tarball holds. */
export function pack(dir: string): { tarball: string; files: string[]; manifest: Record<string, unknown> } {
  mkdirSync(dir, { recursive: true })
  run('pnpm', ['pack', '--pack-destination', dir], root)
  const [file = ''] = readdirSync(dir)
  const tarball = join(dir, file)
  const listed = run('tar', ['tzf', tarball]).trim().split('\n')
  return {
    tarball,
    files: listed.map((name) => name.replace(/^package\//, '')).sort(),
    manifest: JSON.parse(run('tar', ['xzOf', tarball, 'package/package.json'])),
  }
}

/**
 * Installs the tarball beside this file. Everything it depends on is there already, by the lock file; npm may ask for what
 * is known of it all the same, since a cache that knows some of it and not all would have it take the rest for missing.
 */
export function installTarball(tarball: string): void {
  rmSync(join(here, 'node_modules', '@app-connections'), { recursive: true, force: true })
  const quietly = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  run('npm', ['install', ...quietly, '--prefer-offline', tarball])
}

/** The text of an installed file of the client. */
export function installed(file: string): string {
  return readFileSync(join(here, 'node_modules', '@app-connections', 'client', file), 'utf8')
}

/** The path of a program that the lock file brings. */
export function program(name: string): string {
  return join(here, 'node_modules', '.bin', name)
}

/** What a program says. Throws with it where the program fails. */
export function run(command: string, args: string[], cwd = here): string {
  const path = [join(repository, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const { stdout, stderr, status, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}
