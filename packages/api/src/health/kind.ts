import type { ConnectionRow } from '@app-connections/db'
import { connectionByApp } from '@app-connections/schemas'

type Kind = ReturnType<typeof connectionByApp.parse>

/** What the schemas know of each pair of app and method met so far; undefined for an unknown pair. */
const kinds = new Map<string, Kind | undefined>()

/**
 * Whether this release knows a row's app and method. A newer release on the same database may have made it, and that
 * must not break the lists of an older one.
 */
export function isKnown(row: Pick<ConnectionRow, 'app' | 'method'>): boolean {
  return kindOf(row.app, row.method) !== undefined
}

/** The database holds any text; only the schemas know the apps and methods. Each pair is parsed once. */
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
