import { createHash } from 'node:crypto'
import type { ConfigDriftRow, ConfigSyncRow, NewNotice } from '@app-connections/db'
import { appSchema, driftChangeSchema, type SyncPayload } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'

/** A notice names so many keys, and counts all. */
const mostNamed = 100

/** The notice that somebody else has changed keys of a sync. It holds neither values nor digests. */
export function driftNotice(
  sync: Pick<
    ConfigSyncRow,
    'id' | 'name' | 'app' | 'org_id' | 'project_id' | 'connection_id' | 'resource_id' | 'resource_name'
  >,
  { found, releases }: Pick<ConfigDriftRow, 'found' | 'releases'>,
  now: Date,
): NewNotice {
  const payload: SyncPayload = {
    type: 'sync.drifted',
    timestamp: now.toISOString(),
    data: {
      ...{ id: sync.id, name: sync.name, app: appSchema.parse(sync.app), orgId: sync.org_id },
      ...{ projectId: sync.project_id, connectionId: sync.connection_id },
      resource: { id: sync.resource_id, name: sync.resource_name },
      count: found.length,
      keys: found.slice(0, mostNamed).map(({ key, change, release }) => ({
        ...{ key, change: driftChangeSchema.parse(change), release },
      })),
      releases,
    },
  }
  return {
    ...{ id: uuidv7(), org_id: sync.org_id, type: payload.type, connection_id: sync.connection_id },
    ...{ payload: JSON.stringify(payload), created_at: now },
  }
}

/** A hash of what was changed, so that it is told once. */
export function hashOfDrift(found: ConfigDriftRow['found']): string {
  const rows = found.map(({ key, change, there }) => [key, change, there])
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 32)
}
