import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

const launcher = join(import.meta.dirname, '..')
const repository = join(launcher, '..', '..')

export interface BareTree {
  readonly folder: string
  /** Runs a root command with these variables and the path as its whole environment. */
  run(command: string, variables?: Record<string, string>): Promise<{ code: number; said: string }>
  /** The arguments of each package manager or build that ran, in order. */
  ran(): Promise<string[]>
}

/** Writes a line for each call: its arguments and its environment, as far as each variable is one line. */
const recorder = `#!/bin/sh
echo "CALLED $0 $*\t$(env | tr '\\n' '\\t')" >> "$HOME/ran"
mkdir -p node_modules
case "$*" in
  *build*) mkdir -p apps/web/.next/standalone/apps/web && : > apps/web/.next/standalone/apps/web/server.js ;;
esac
`

/** The same for the program that packs the client. */
const packer = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
const environment = Object.entries(process.env).map(([name, value]) => name + '=' + value)
appendFileSync(process.env.HOME + '/ran', ['CALLED packer', ...environment].join('\\t') + '\\n')
mkdirSync('packages/client/dist', { recursive: true })
writeFileSync('packages/client/dist/served.tgz', '')
`

/**
 * A tree with the real root commands, in which every package manager is a program that records its input and makes only
 * the visible parts of an installation and a build.
 */
export async function bareTree(): Promise<BareTree> {
  const folder = await mkdtemp(join(tmpdir(), 'app-connections-bare-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const path of ['boot.mjs', 'boot', 'package-manager/package-lock.json']) {
    await cp(join(launcher, path), join(folder, 'apps', 'launcher', path), { recursive: true })
  }
  for (const path of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'turbo.json']) {
    await cp(join(repository, path), join(folder, path))
  }
  for (const path of ['apps/launcher/src', 'apps/web/src', 'packages/client/build', 'programs', 'home']) {
    await mkdir(join(folder, path), { recursive: true })
  }
  await writeFile(join(folder, 'apps/web/package.json'), '{}')
  await writeFile(join(folder, 'apps/web/src/page.tsx'), '')
  await writeFile(join(folder, 'apps/launcher/src/start.ts'), "console.log('the launcher runs')")
  await writeFile(join(folder, 'packages/client/build/served.main.ts'), packer)
  const pinned = join(folder, 'apps/launcher/package-manager/node_modules/@pnpm', `exe.linux-${process.arch}`)
  await mkdir(pinned, { recursive: true })
  for (const path of ['npm', 'npx', 'pnpm', 'turbo']
    .map((name) => join(folder, 'programs', name))
    .concat(join(pinned, 'pnpm'))) {
    await writeFile(path, recorder)
    await chmod(path, 0o755)
  }
  const record = join(folder, 'home', 'ran')
  return {
    folder,
    run(command, variables = {}) {
      const env = {
        HOME: join(folder, 'home'),
        PATH: [join(folder, 'programs'), dirname(process.execPath), process.env.PATH].join(delimiter),
        ...variables,
      }
      return new Promise((resolve) => {
        execFile(
          process.execPath,
          [join(folder, 'apps/launcher/boot.mjs'), command],
          { env },
          (error, stdout, stderr) =>
            resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr }),
        )
      })
    },
    async ran() {
      const text = await readFile(record, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return ''
        throw error
      })
      return text.split('\n').filter((line) => line !== '')
    },
  }
}
