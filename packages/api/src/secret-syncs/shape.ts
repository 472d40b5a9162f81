import { createHash } from 'node:crypto'
import type { ConfigSyncRow, PlanRow, RunOfSync } from '@app-connections/db'
import {
  appSchema,
  destinationConfigOf,
  type Plan,
  planSchema,
  runStatusSchema,
  type Sync,
  syncAppSchema,
  syncOptionsSchema,
} from '@app-connections/schemas'

/** A sync as callers see it. */
export function shapeSync(row: ConfigSyncRow): Sync {
  const app = appSchema.parse(row.app)
  const [sync, taken, removed] = [runOf(row.runs.sync), runOf(row.runs.import), runOf(row.runs.remove)]
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    isAutoSyncEnabled: row.auto_sync,
    requiresApproval: row.requires_approval,
    version: row.version,
    folderId: row.set_id,
    connectionId: row.connection_id,
    projectId: row.project_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    syncStatus: sync.status,
    lastSyncJobId: sync.jobId,
    lastSyncMessage: sync.message,
    lastSyncedAt: sync.succeededAt,
    importStatus: taken.status,
    lastImportJobId: taken.jobId,
    lastImportMessage: taken.message,
    lastImportedAt: taken.succeededAt,
    removeStatus: removed.status,
    lastRemoveJobId: removed.jobId,
    lastRemoveMessage: removed.message,
    lastRemovedAt: removed.succeededAt,
    syncOptions: syncOptionsSchema.parse(row.options),
    connection: { app, name: row.connection_name, id: row.connection_id },
    environment: { slug: row.environment, name: row.environment, id: row.environment_id },
    folder: { id: row.set_id, path: row.path },
    destination: syncAppSchema.parse(row.app),
    destinationConfig: destinationConfigOf(app, { id: row.resource_id, name: row.resource_name }),
  }
}

function runOf(run: RunOfSync | undefined) {
  if (run === undefined) return { status: null, jobId: null, message: null, succeededAt: null }
  const { status, jobId, message, succeededAt } = run
  const at = succeededAt === null ? null : new Date(succeededAt).toISOString()
  return { status: runStatusSchema.parse(status), jobId, message, succeededAt: at }
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
    digest: digestOf(row),
    hash: row.hash,
    madeBy: row.made_by,
    approvedBy: row.approved_by,
    approvedAt: row.approved_at?.toISOString() ?? null,
    rows: row.rows,
    warnings,
    outcome: row.outcome,
    createdAt: row.created_at.toISOString(),
    endedAt: row.applied_at?.toISOString() ?? null,
  })
}

/** What the resource had, as far as the plan's rows say it, of the digests of its values. */
function digestOf({ rows }: PlanRow): string {
  const present = rows.filter(({ before }) => before !== null).map(({ key, before }) => [key, before])
  return createHash('sha256').update(JSON.stringify(present)).digest('hex').slice(0, 32)
}
