import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { tgz } from './tar.ts'

interface Manifest {
  readonly exports: unknown
  readonly bin: unknown
  readonly publishConfig: unknown
  readonly scripts: unknown
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: unknown
}

/**
 * The package in `root` as the service hands it out: its modules one by one, without their types, since what makes
 * declarations is not installed where the service runs. The program depends on nothing, so that its installation asks no
 * registry; the typed client wants tRPC beside it, as an optional peer.
 */
export function servedPackage(root: string): Buffer {
  const files = new Map<string, string>()
  for (const file of globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] })) {
    const code = stripTypeScriptTypes(readFileSync(join(root, file), 'utf8'))
    // What is left of a type is white space.
    const text = code.replaceAll(/[ \t]+$/gm, '').replaceAll(/((?:from|import) '\.[^']*)\.ts'/g, "$1.js'")
    files.set(`package/${file.replace(/^src/, 'dist').replace(/\.ts$/, '.js')}`, text)
  }
  for (const file of ['README.md', '../../LICENSE']) {
    files.set(`package/${file.replace('../../', '')}`, readFileSync(join(root, file), 'utf8'))
  }
  files.set('package/package.json', manifestIn(root))
  return tgz(files)
}

function manifestIn(root: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { scripts: _, devDependencies: __, publishConfig: ___, dependencies, ...rest } = manifest
  const peers = Object.keys(dependencies)
  const served = {
    ...rest,
    exports: { '.': './dist/index.js', './package.json': './package.json' },
    bin: { 'app-connections': './dist/cli/main.js' },
    peerDependencies: Object.fromEntries(peers.map((name) => [name, versionOf(root, name)])),
    peerDependenciesMeta: Object.fromEntries(peers.map((name) => [name, { optional: true }])),
  }
  return `${JSON.stringify(served, null, 2)}\n`
}

function versionOf(root: string, name: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
  )
  return `^${version}`
}
