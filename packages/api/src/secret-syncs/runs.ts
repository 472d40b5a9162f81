import {
  type ConfigSyncRow,
  deleteSync,
  holdSync,
  insertAuditEvent,
  isUnderWay,
  type QueuedRun,
  queueRun,
} from '@app-connections/db'
import type { AuditAction, ImportSecrets, RemoveSync, Sync } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type { SyncAction } from '../access/policy.ts'
import { jobUnderWay, unknownSync } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { syncEvent } from './event.ts'
import { connectionOf, findSync } from './find.ts'
import { present } from './present.ts'
import { type Needs, requireAll, requireNow } from './require-now.ts'
import { shapeSync } from './shape.ts'

/** A run that is not queued yet. */
export function newRun(kind: QueuedRun['kind'], options: QueuedRun['options'] = {}): QueuedRun {
  return { kind, jobId: uuidv7(), options }
}

type SyncRef = Parameters<typeof findSync>[1]

/** Has a sync set its keys soon, as far as that is safe. Errors: 404, 403, 400 (a job is under way). */
export async function syncSecrets({ ctx, input }: { ctx: MemberContext; input: SyncRef }): Promise<Sync> {
  const sync = await findSync(ctx, input, 'sync-secrets')
  return ask(ctx, sync, needsOf(sync, 'sync-secrets'), 'secretSyncs.syncSecrets', newRun('sync'))
}

/** Has the values of a sync's resource taken into its set soon. Errors: 404, 403, 400 (a job is under way). */
export async function importSecrets({ ctx, input }: { ctx: MemberContext; input: ImportSecrets }): Promise<Sync> {
  const sync = await findSync(ctx, input, 'import-secrets')
  const needs: Needs = { ...needsOf(sync, 'import-secrets'), secrets: ['create', 'edit'] }
  const { importBehavior } = input
  return ask(ctx, sync, needs, 'secretSyncs.importSecrets', newRun('import', { importBehavior }))
}

/** Has the keys of a sync deleted at its resource soon. Errors: 404, 403, 400 (a job is under way). */
export async function removeSecrets({ ctx, input }: { ctx: MemberContext; input: SyncRef }): Promise<Sync> {
  const sync = await findSync(ctx, input, 'remove-secrets')
  return ask(ctx, sync, needsOf(sync, 'remove-secrets'), 'secretSyncs.removeSecrets', newRun('remove'))
}

/**
 * Deletes a sync and gives its keys up: the resource keeps its values. With `removeSecrets` its keys are deleted there
 * first, and the sync only once that has worked. Errors: 404, 403, 400 (a job is under way).
 */
export async function removeSync({ ctx, input }: { ctx: MemberContext; input: RemoveSync }): Promise<Sync> {
  const sync = await findSync(ctx, input, 'delete')
  const needs = needsOf(sync, 'delete')
  if (input.removeSecrets) {
    return ask(ctx, sync, needs, 'secretSyncs.removeSecrets', newRun('remove', { deletes: true }))
  }
  await ctx.services.db.transaction().execute(async (trx) => {
    if (!(await holdSync(trx, sync.org_id, sync.id))) throw unknownSync(sync.id, input.destination)
    await requireNow(ctx, trx, sync.org_id, needs)
    if (await isUnderWay(trx, sync.org_id, sync.id)) throw jobUnderWay()
    await deleteSync(trx, sync.org_id, sync.id)
    await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.remove'))
  })
  return shapeSync(sync)
}

function needsOf({ project_id: projectId }: ConfigSyncRow, syncs: SyncAction): Needs {
  return { projectId, syncs }
}

async function ask(
  ctx: MemberContext,
  sync: ConfigSyncRow,
  needs: Needs,
  action: Extract<AuditAction, `secretSyncs.${string}`>,
  run: QueuedRun,
): Promise<Sync> {
  requireAll(ctx.member, needs)
  const connection = await connectionOf(ctx, sync)
  const asked = await ctx.services.db.transaction().execute(async (trx) => {
    if (!(await holdSync(trx, sync.org_id, sync.id))) throw unknownSync(sync.id)
    const askedBy = await requireNow(ctx, trx, sync.org_id, { ...needs, connection })
    if (await isUnderWay(trx, sync.org_id, sync.id)) throw jobUnderWay()
    const { revision } = await present(trx, sync)
    await queueRun(trx, sync.org_id, sync.id, { ...run, options: { ...run.options, askedBy, revision } })
    const queued = await present(trx, sync)
    const jobId = queued.runs[run.kind]?.jobId
    await insertAuditEvent(trx, syncEvent(ctx, sync, action, { jobId, ...run.options }))
    return queued
  })
  ctx.services.runSyncsSoon()
  return shapeSync(asked)
}
