import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryFiles } from './files.ts'

/**
 * The floors of a package, the highest first: what its rooms import of one another's values is further down. A room is a
 * folder under `src`, or a file that stands in `src` itself; those of one floor know nothing of each other. A folder
 * that is in no row belongs to the nearest one above it that is. Files in `src` itself that are in no row are one room,
 * `.`: they may import each other, and are the lowest where no row names them.
 */
const floors: Record<string, readonly string[]> = {
  'packages/db': [
    'index.ts',
    'system',
    'connections',
    'config-sets grants idempotency identities migrations notices organizations',
    'audit',
    'engine',
    'tables',
  ],
  'packages/api': [
    'index.ts',
    'root.ts',
    'setup',
    'lease-calls organizations proofs',
    'app-connections broker grants notices oauth put-off secret-syncs',
    'leases rotation',
    'access-tokens checks client-secrets connection device-logins mail personal-tokens',
    'audit-events credentials identities invitations members people projects secrets session webhooks',
    'made passwords procedure services',
    'audit',
    'access cursor.ts dialects',
    'failures health',
  ],
  'apps/server': [
    'main.ts',
    'server.main.ts',
    'start.ts',
    'app.ts doctor reset-password.ts',
    'openapi',
    'rest',
    '.',
    'config',
  ],
  'apps/web': [
    'app',
    'components/syncs',
    'components/config-sets components/identities',
    'components/projects',
    'components/device components/members components/overview components/shell',
    'components/account components/connections components/entrance components/settings components/webhooks',
    'components/issued',
    'components/form components/palette',
    'components/audit components/ends components/oauth components/session components/toasts',
    'api components/failures components/health components/organization proxy.ts',
    'address components/time components/ui theme',
  ],
}

interface Import {
  from: string
  to: string
}

/** Circles of values among files and among rooms, in any package, and imports that climb. */
export function climbs(): string[] {
  const imports = repositoryFiles()
    .filter((file) => /^(?:apps|packages)\/[\w-]+\/src\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap(valueImports)
  return [
    ...circles(imports).map((files) => `a circle of files: ${files.join(', ')}`),
    ...circles(imports.map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) }))).map(
      (folders) => `a circle of folders: ${folders.join(', ')}`,
    ),
    ...imports.flatMap(climb),
  ]
}

/** What a file imports of the values of other files of its package; a type is gone once it is compiled. */
function valueImports(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(
    /^(?:import|export)\s+((?:type\s+)?(?:\w+,?\s*)?(?:\{[^}]*\}|\*(?: as \w+)?)?)\s*(?:from\s*)?['"]([.@][^'"]*)['"]/gm,
  )
  const dynamic = text.matchAll(/(\bimport\()\s*['"]([.@][^'"]*)['"]/g)
  return [...statements, ...dynamic].flatMap(([, what = '', specifier = '']) => {
    const to = what.startsWith('type ') || namesTypesAlone(what) ? undefined : resolve(file, specifier)
    return to === undefined ? [] : [{ from: file, to }]
  })
}

function namesTypesAlone(what: string): boolean {
  const names = /^\{([^}]*)\}$/.exec(what)?.[1]?.split(',') ?? ['value']
  return names.every((name) => /^\s*(?:type\s.*)?$/.test(name))
}

function resolve(file: string, specifier: string): string | undefined {
  const [top = '', name = ''] = file.split('/')
  const base = specifier.startsWith('@/') ? join(top, name, 'src', specifier.slice(2)) : join(dirname(file), specifier)
  if (specifier.startsWith('@') && !specifier.startsWith('@/')) return undefined
  return ['', '.ts', '.tsx', '/index.ts']
    .map((end) => `${base}${end}`)
    .find((path) => /\.tsx?$/.test(path) && existsSync(path))
}

/** The folder of a file; one that stands in `src` itself is a room of its own. */
function folderOf(file: string): string {
  return file.split('/').length === 4 ? file : dirname(file)
}

function climb({ from, to }: Import): string[] {
  const home = from.split('/').slice(0, 2).join('/')
  const order = floors[home]
  if (order === undefined || !to.startsWith(`${home}/`)) return []
  const [start, end] = [placeOf(from, order), placeOf(to, order)]
  if (start === undefined) return [`${from} is on no floor of ${home}: say in .ci/floors.ts on which`]
  if (end === undefined) return [`${to} is on no floor of ${home}: say in .ci/floors.ts on which`]
  if (start.room === end.room || start.floor < end.floor) return []
  return [`${from} imports ${to}: ${end.room} is not below ${start.room} (.ci/floors.ts)`]
}

function placeOf(file: string, order: readonly string[]): { room: string; floor: number } | undefined {
  for (let path = file.split('/').slice(3).join('/'); path !== '.'; path = dirname(path)) {
    const floor = order.findIndex((rooms) => rooms.split(' ').includes(path))
    if (floor !== -1) return { room: path, floor }
  }
  if (folderOf(file) !== file) return undefined
  return { room: '.', floor: order.includes('.') ? order.indexOf('.') : order.length }
}

/** The groups in which each is reached from each other (Tarjan's strongly connected components), of two and more. */
function circles(imports: readonly Import[]): string[][] {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of imports) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to))
  const found: string[][] = []
  const indexes = new Map<string, number>()
  const stack: string[] = []
  function visit(node: string): number {
    const index = indexes.size
    indexes.set(node, index)
    stack.push(node)
    let lowest = index
    for (const other of next.get(node) ?? []) {
      const known = indexes.get(other)
      if (known === undefined) lowest = Math.min(lowest, visit(other))
      else if (stack.includes(other)) lowest = Math.min(lowest, known)
    }
    if (lowest === index) {
      const group = stack.splice(stack.indexOf(node))
      if (group.length > 1) found.push(group.toSorted())
    }
    return lowest
  }
  for (const node of next.keys()) if (!indexes.has(node)) visit(node)
  return found
}
