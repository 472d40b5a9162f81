import type { ConnectionRow } from '@app-connections/db'
import type { Connection, SingleConnection } from '@app-connections/schemas'
import type { Membership } from '../access/policy.ts'
import { shapeHealth } from '../health/health.ts'
import { requireKind } from '../health/kind.ts'
import { etagOf } from './etag.ts'
import { shapeRotation } from './shape-rotation.ts'

/** A stored connection as callers see it. `credentials` is always `{}`: no answer contains a credential. */
export function shapeConnection(row: ConnectionRow, member: Membership): Connection {
  const project = row.project_id === null ? undefined : member.projects.get(row.project_id)
  const rotation = shapeRotation(row)
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
    isAutoRotationEnabled: row.next_rotation_at !== null,
    ...(rotation === undefined ? {} : { rotation }),
    credentialsHash: row.credentials_hash,
    project:
      project === undefined ? null : { id: project.id, name: project.name, slug: project.slug, type: project.type },
    health: shapeHealth(row),
  }
}

/** A single connection, with the entity tag of its state. */
export function shapeSingle(row: ConnectionRow, member: Membership): SingleConnection {
  return { ...shapeConnection(row, member), etag: etagOf(row) }
}
