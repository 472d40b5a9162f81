import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './run.mjs'

// What an installation and a build were made from. One that still fits is not made again, and a start refuses one that
// does not. A stamp is in the folder that it describes, and is deleted with it.
const installed = join(root, 'node_modules', '.installed-from')
const built = join(root, 'apps', 'web', '.next', 'built-from')
const pages = join(root, 'apps', 'web', '.next', 'standalone', 'apps', 'web', 'server.js')
const client = join(root, 'packages', 'client', 'dist', 'served.tgz')

/** Files that only tests, people and compilers read. */
const notBuilt = /(?:^|\/)(?:node_modules|test|conformance|dist|\.\w+)(?:\/|$)|\.test\.tsx?$|\.md$|\.tsbuildinfo$/

/**
 * Whether what is installed is what the lock file asks for. An installation with what tests need serves the rest too.
 * @param {'runtime' | 'full'} kind
 */
export function isInstalled(kind) {
  const lock = installationHash()
  return [kind, 'full'].some((found) => reads(installed, `${found} ${lock}`))
}

/** @param {'runtime' | 'full'} kind */
export function stampInstalled(kind) {
  writeFileSync(installed, `${kind} ${installationHash()}`)
}

/** Whether the pages and the client are built, and from the present tree. */
export function isBuilt() {
  return existsSync(pages) && existsSync(client) && reads(built, buildHash())
}

/** Whether there has been any build. */
export function wasBuilt() {
  return existsSync(built)
}

export function stampBuilt() {
  mkdirSync(dirname(built), { recursive: true })
  writeFileSync(built, buildHash())
}

function installationHash() {
  const manifests = ['apps', 'packages'].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => join(root, top, name, 'package.json')),
  )
  return hash(
    ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(root, name)).concat(manifests),
  )
}

/** The hash of the pages' own package and of the packages of this workspace that it imports. */
function buildHash() {
  const settings = ['pnpm-lock.yaml', 'turbo.json', 'tsconfig.base.json'].map((name) => join(root, name))
  return hash([...settings, ...workspacePackages(join(root, 'apps', 'web')).flatMap(filesBelow)])
}

/**
 * A package and those of the workspace that it needs, by their folders.
 * @param {string} folder
 * @param {Set<string>} [found]
 */
function workspacePackages(folder, found = new Set()) {
  if (found.has(folder)) return [...found]
  found.add(folder)
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const [name, range] of Object.entries(dependencies)) {
    if (range === 'workspace:*') workspacePackages(join(root, 'packages', name.slice(name.indexOf('/') + 1)), found)
  }
  return [...found]
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (notBuilt.test(relative(root, path)) || entry.name === 'next-env.d.ts') return []
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

/** @param {string[]} files */
function hash(files) {
  const sum = createHash('sha256')
  for (const file of files.filter((path) => existsSync(path)).sort()) {
    sum.update(`${relative(root, file)}\0`).update(createHash('sha256').update(readFileSync(file)).digest())
  }
  return sum.digest('hex')
}

/**
 * @param {string} file
 * @param {string} text
 */
function reads(file, text) {
  return existsSync(file) && readFileSync(file, 'utf8') === text
}
