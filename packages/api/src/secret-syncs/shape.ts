import type { ConfigSyncRow, PlanRow } from '@app-connections/db'
import { appSchema, type Plan, planSchema, type Sync, syncOptionsSchema } from '@app-connections/schemas'

/** A sync as callers see it. */
export function shapeSync(row: ConfigSyncRow): Sync {
  const app = appSchema.parse(row.app)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    isAutoSyncEnabled: row.auto_sync,
    version: row.version,
    folderId: row.set_id,
    connectionId: row.connection_id,
    projectId: row.project_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    syncOptions: syncOptionsSchema.parse(row.options),
    connection: { app, name: row.connection_name, id: row.connection_id },
    environment: { slug: row.environment, name: row.environment, id: row.environment_id },
    folder: { id: row.set_id, path: row.path },
    destination: app,
    destinationConfig: { app: row.resource_id, appName: row.resource_name },
  }
}

/** A plan as callers see it: digests in place of values. */
export function shapePlan(row: PlanRow, warnings: readonly string[] = []): Plan {
  return planSchema.parse({
    id: row.id,
    syncId: row.sync_id,
    kind: row.kind,
    undoes: row.undoes,
    state: row.state,
    release: row.release,
    releaseMade: row.release_made,
    rows: row.rows,
    warnings,
    outcome: row.outcome,
    createdAt: row.created_at.toISOString(),
    endedAt: row.applied_at?.toISOString() ?? null,
  })
}
