import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { thisMachine } from './platform.mjs'
import { fail, root, runTool } from './run.mjs'

/** The lock file in this folder has pnpm's hash, which npm verifies. */
const place = join(root, 'apps', 'launcher', 'package-manager')

/** The folder of the pinned pnpm; undefined on a machine without one. */
function pinned() {
  const { platform, arch, glibc } = thisMachine()
  if (platform !== 'linux' || glibc === undefined || !['x64', 'arm64'].includes(arch)) return undefined
  return join(place, 'node_modules', '@pnpm', `exe.linux-${arch}`)
}

/** The folders to look for pnpm in first. turbo starts pnpm by its name as well. */
export function packageManagerPath() {
  const folder = pinned()
  return folder === undefined ? [] : [folder]
}

/**
 * Runs pnpm, which is fetched first where it is not there. Elsewhere than on Linux with glibc it has to be there.
 * @param {string[]} args
 */
export async function runPackageManager(args) {
  const folder = pinned()
  if (folder === undefined) requireOwn()
  else if (!existsSync(join(folder, 'pnpm'))) await fetchPinned(folder)
  await runTool(folder === undefined ? 'pnpm' : join(folder, 'pnpm'), args, { path: packageManagerPath() })
}

/** @param {string} folder */
async function fetchPinned(folder) {
  const quietly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await runTool('npm', ['ci', ...quietly], { cwd: place })
  // Optional for npm, since each machine needs only one of them.
  if (!existsSync(join(folder, 'pnpm'))) fail('pnpm could not be fetched: the package registry does not answer.')
}

function requireOwn() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [, version] = /^pnpm@([\d.]+)/.exec(packageManager) ?? []
  const { stdout } = spawnSync('pnpm', ['--version'], { cwd: root, encoding: 'utf8' })
  if (stdout?.trim() === version) return
  fail(`On this system install pnpm ${version} yourself (npm install --global pnpm@${version}) and try again.`)
}
