/**
 * Packs the client, installs it from its tarball beside this file, and checks it as others meet it. The last line says
 * how many checks passed; exit code 0 only if all did. Started by any Node from 20, it runs under Node 24.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const [starter = process.execPath] = process.argv.slice(2)

function runUnderNode24() {
  const node = join(here, '..', '..', '..', 'node_modules', '.bin', 'node')
  if (!existsSync(node)) {
    process.stderr.write(
      'Node 24 is missing: run any command of the root first, such as npm test, which installs it.\n',
    )
    process.exit(1)
  }
  const { status } = spawnSync(node, [fileURLToPath(import.meta.url), process.execPath], { stdio: 'inherit' })
  process.exit(status ?? 1)
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex')
  const stamp = join(here, 'node_modules', '.installed-from')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  process.stdout.write('Installing the compilers and checkers (about 100 MB) …\n')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: here,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(stamp, lock)
}

if (Number(process.versions.node.split('.')[0]) < 24) runUnderNode24()
install()
const { runChecks } = await import('./checks.ts')
process.exit((await runChecks(starter)) ? 0 : 1)
