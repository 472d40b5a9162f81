import {
  holdsCall,
  insertAuditEvent,
  insertSync,
  isUniqueViolation,
  keepAnswer,
  queueRun,
  syncNameConstraint,
} from '@app-connections/db'
import { type CreateSync, destinationOf, type Sync, syncSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { keyTakenOver } from '../failures/calls.ts'
import { syncNameTaken } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { once, type Reserved } from '../procedure/idempotency.ts'
import { settle } from '../procedure/settle.ts'
import { connectionFor, setAt } from './bind.ts'
import { syncEvent } from './event.ts'
import { present } from './present.ts'
import { requireAll } from './require-now.ts'
import { newRun } from './runs.ts'
import { shapeSync } from './shape.ts'

/**
 * Binds a config set to a resource of a connection. One that syncs by itself is run soon; any other sends nothing until it
 * is asked to. A repeat with the same idempotency key gets the first answer. Errors: 404 (the project, the connection),
 * 403, 400 (no such set, a taken name, a connection of another app or project), 409 (idempotency).
 */
export async function createSync({ ctx, input }: { ctx: MemberContext; input: CreateSync }): Promise<Sync> {
  requireAll(ctx.member, needsOf(input))
  const { idempotencyKey, ...body } = input
  const parse = (kept: unknown) => syncSchema.parse(kept)
  return once({ ctx, procedure: 'secretSyncs.create', key: idempotencyKey, body, parse }, (reserved) =>
    write(ctx, input, reserved),
  )
}

function needsOf({ projectId }: CreateSync) {
  return { projectId, syncs: 'create', secrets: ['read-value'] } as const
}

async function write(ctx: MemberContext, input: CreateSync, reserved: Reserved | undefined): Promise<Sync> {
  const { db, runSyncsSoon } = ctx.services
  const { orgId } = ctx.member
  const { connectionId, destination: app, environment, secretPath: path, projectId, syncOptions: options } = input
  const connection = await connectionFor(ctx, { connectionId, app, projectId })
  const set = await setAt(ctx, { orgId, projectId, environment, path })
  const resource = destinationOf(app, input.destinationConfig)
  const row = {
    ...{ id: uuidv7(), org_id: orgId, project_id: projectId, set_id: set.id, connection_id: connectionId, app },
    ...{ resource_id: resource.id, resource_name: resource.name },
    ...{ name: input.name, description: input.description ?? null, auto_sync: input.isAutoSyncEnabled },
    requires_approval: input.requiresApproval,
    options: JSON.stringify(options),
  }
  try {
    const made = await db.transaction().execute(async (trx) => {
      const { member, makers } = await settle(ctx, trx)
      requireAll(member, { ...needsOf(input), connection })
      if (reserved && !(await holdsCall(trx, reserved.call, reserved.fence))) throw keyTakenOver()
      await insertSync(trx, { ...row, makers })
      if (row.auto_sync) await queueRun(trx, orgId, row.id, newRun('sync', { automatic: true }))
      await insertAuditEvent(trx, syncEvent(ctx, row, 'secretSyncs.create', { environment, path, options }))
      const answer = shapeSync(await present(trx, row))
      if (reserved && !(await keepAnswer(trx, reserved.call, reserved.fence, answer))) throw keyTakenOver()
      return answer
    })
    if (row.auto_sync) runSyncsSoon()
    return made
  } catch (error) {
    throw isUniqueViolation(error, syncNameConstraint) ? syncNameTaken(input.name, projectId) : error
  }
}
