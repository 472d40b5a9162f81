import type { ConnectionRow } from '@app-connections/db'
import { type Connection, connectionByApp, type SingleConnection } from '@app-connections/schemas'
import type { Membership } from '../access/policy.ts'
import { shapeHealth } from '../health/health.ts'
import { etagOf } from './etag.ts'

/** A stored connection as callers see it. Its credentials are `{}` because they never leave. */
export function shapeConnection(row: ConnectionRow, member: Membership): Connection {
  const project = row.project_id === null ? undefined : member.projects.get(row.project_id)
  return {
    ...requireKind(row.app, row.method),
    id: row.id,
    name: row.name,
    description: row.description,
    credentials: {},
    version: row.version,
    orgId: row.org_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    isPlatformManagedCredentials: false,
    gatewayId: null,
    projectId: row.project_id,
    isAutoRotationEnabled: false,
    credentialsHash: row.credentials_hash,
    project:
      project === undefined ? null : { id: project.id, name: project.name, slug: project.slug, type: project.type },
    health: shapeHealth(row),
  }
}

/** A single connection, with the tag that names its state. */
export function shapeSingle(row: ConnectionRow, member: Membership): SingleConnection {
  return { ...shapeConnection(row, member), etag: etagOf(row) }
}

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
