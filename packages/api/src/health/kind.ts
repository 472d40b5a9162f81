import type { ConnectionRow } from '@app-connections/db'
import { connectionByApp } from '@app-connections/schemas'

type Kind = ReturnType<typeof connectionByApp.parse>

/** Of each pair of app and method that was met, what the schemas make of it; undefined for one they do not know. */
const kinds = new Map<string, Kind | undefined>()

/**
 * Whether this release knows a row's app and method. One that a newer release on the same database has made must not
 * break the lists of an older one.
 */
export function isKnown(row: Pick<ConnectionRow, 'app' | 'method'>): boolean {
  return kindOf(row.app, row.method) !== undefined
}

/** The database promises text; which apps and methods there are, only the schemas know. Each pair is asked for once. */
function kindOf(app: string, method: string): Kind | undefined {
  const key = `${app} ${method}`
  if (!kinds.has(key)) kinds.set(key, connectionByApp.safeParse({ app, method }).data)
  return kinds.get(key)
}

/** The pair of a row that this release must know. Throws where it does not. */
export function requireKind(app: string, method: string): Kind {
  const kind = kindOf(app, method)
  if (kind === undefined) throw new Error(`this release knows no connection of app ${app} and method ${method}`)
  return kind
}
