import {
  type ConfigSyncRow,
  holdSync,
  insertAuditEvent,
  isUnderWay,
  isUniqueViolation,
  queueRun,
  releaseAllKeys,
  updateSync as storeSync,
  syncNameConstraint,
} from '@app-connections/db'
import { destinationOf, type Sync, syncOptionsSchema, type UpdateSync } from '@app-connections/schemas'
import { jobUnderWay, sourceInPart, syncNameTaken, unknownSync } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { settle } from '../procedure/settle.ts'
import { connectionFor, setAt } from './bind.ts'
import { syncEvent } from './event.ts'
import { findSync } from './find.ts'
import { present } from './present.ts'
import { type Needs, requireAll } from './require-now.ts'
import { newRun } from './runs.ts'
import { shapeSync } from './shape.ts'

/**
 * Changes a sync: what is absent stays, options and destination are replaced whole. One that syncs by itself is run soon
 * where what it does has changed, and a new name or description is no such change. With another resource, its keys at the
 * old one are given up and stay there. With automatic runs switched on, the caller vouches for them. Errors: 404 (the sync, the connection), 403, 400 (half a place of a set, no such
 * set, a taken name, a connection of another app or project, a job under way).
 */
export async function updateSync({ ctx, input }: { ctx: MemberContext; input: UpdateSync }): Promise<Sync> {
  const { db, runSyncsSoon } = ctx.services
  const before = await findSync(ctx, input, 'edit')
  const { wanted, needs } = await wantedOf(ctx, before, input)
  const changed = differing(before, wanted)
  // Whoever decides what a sync does by itself vouches for that from then on.
  const takesOver = input.isAutoSyncEnabled === true && before.makers[0] !== ctx.actor.id
  if (changed.length === 0 && !takesOver) return shapeSync(before)
  const moves = changed.some((field) => field !== 'name' && field !== 'description')
  const other = before.resource_id !== wanted.resource_id
  const runs = moves && wanted.auto_sync
  try {
    const after = await db.transaction().execute(async (trx) => {
      const { member, makers } = await settle(ctx, trx)
      requireAll(member, needs)
      if (!(await holdSync(trx, before.org_id, before.id))) throw unknownSync(before.id, input.destination)
      if (moves && (await isUnderWay(trx, before.org_id, before.id))) throw jobUnderWay()
      const { options, ...rest } = wanted
      const vouched = moves || takesOver ? { makers } : {}
      const row = {
        ...rest,
        options: JSON.stringify(options),
        moves,
        ...vouched,
        ...(other ? { imported: false } : {}),
      }
      await storeSync(trx, before.org_id, before.id, row)
      if (other) await releaseAllKeys(trx, before.org_id, before.id)
      if (runs) await queueRun(trx, before.org_id, before.id, newRun('sync', { automatic: true }))
      const stored = await present(trx, before)
      await insertAuditEvent(trx, syncEvent(ctx, stored, 'secretSyncs.update', { changed, options, takesOver }))
      return stored
    })
    if (runs) runSyncsSoon()
    return shapeSync(after)
  } catch (error) {
    throw isUniqueViolation(error, syncNameConstraint) ? syncNameTaken(wanted.name, before.project_id) : error
  }
}

/** The columns that a call can change, as they are to be, and what it needs for that. Errors: as `updateSync`. */
async function wantedOf(ctx: MemberContext, before: ConfigSyncRow, input: UpdateSync) {
  const { connectionId = before.connection_id, environment, secretPath: path, destination: app } = input
  const { project_id: projectId, org_id: orgId } = before
  if ((environment === undefined) !== (path === undefined)) throw sourceInPart()
  const resource = input.destinationConfig && destinationOf(app, input.destinationConfig)
  const touches = [
    input.connectionId,
    environment,
    resource,
    input.syncOptions,
    input.isAutoSyncEnabled,
    input.requiresApproval,
  ]
  // Whoever decides what a sync does must be able to connect with its connection, and may see what it sends.
  let needs: Needs = { projectId, syncs: 'edit' }
  if (touches.some((field) => field !== undefined)) {
    const connection = await connectionFor(ctx, { connectionId, app, projectId })
    needs = { ...needs, secrets: ['read-value'], connection }
    requireAll(ctx.member, needs)
  }
  const set =
    environment !== undefined && path !== undefined
      ? await setAt(ctx, { orgId, projectId, environment, path })
      : { id: before.set_id }
  const wanted = {
    name: input.name ?? before.name,
    description: input.description === undefined ? before.description : input.description,
    connection_id: connectionId,
    set_id: set.id,
    auto_sync: input.isAutoSyncEnabled ?? before.auto_sync,
    requires_approval: input.requiresApproval ?? before.requires_approval,
    options: input.syncOptions ?? syncOptionsSchema.parse(before.options),
    resource_id: resource?.id ?? before.resource_id,
    resource_name: resource?.name ?? before.resource_name,
  }
  return { wanted, needs }
}

type Wanted = Awaited<ReturnType<typeof wantedOf>>['wanted']

/** The columns that are to be others than they are. */
function differing(before: ConfigSyncRow, wanted: Wanted): (keyof Wanted)[] {
  const columns = [
    'name',
    'description',
    'connection_id',
    'set_id',
    'auto_sync',
    'requires_approval',
    'resource_id',
    'resource_name',
  ] as const
  const options = sorted(syncOptionsSchema.parse(before.options)) === sorted(wanted.options) ? [] : ['options' as const]
  return [...columns.filter((column) => before[column] !== wanted[column]), ...options]
}

function sorted(options: object): string {
  return JSON.stringify(Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1)))
}
