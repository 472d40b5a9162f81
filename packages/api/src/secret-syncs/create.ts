import {
  insertAuditEvent,
  insertSync,
  isUniqueViolation,
  selectSet,
  selectSync,
  syncNameConstraint,
} from '@app-connections/db'
import type { CreateSync, Sync } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { requireSecrets, requireSyncs } from '../access/require-project.ts'
import { findConnection } from '../connection/find.ts'
import { unknownConnection } from '../failures/connections.ts'
import { noConfig, syncNameTaken, unknownSet } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { syncEvent } from './event.ts'
import { shapeSync } from './shape.ts'

/**
 * Binds a config set to a resource of a connection. Nothing is sent: that is for `plan` and `apply`. Errors: 404 (the
 * project, the connection), 403, 400 (no such set, a taken name, a connection of another app or project).
 */
export async function createSync({ ctx, input }: { ctx: MemberContext; input: CreateSync }): Promise<Sync> {
  const { member, services } = ctx
  requireSyncs(member, input.projectId, 'create')
  requireSecrets(member, input.projectId, 'read-value')
  const { connectionId, destination: app, environment, secretPath: path, projectId } = input
  const connection = await findConnection(ctx, { connectionId, app }, 'connect')
  if (connection.project_id !== null && connection.project_id !== projectId) throw unknownConnection(connectionId)
  if (!services.providers.of(app).config) throw noConfig(app)
  const set = await selectSet(services.db, { orgId: member.orgId, projectId, environment, path })
  if (set === undefined) throw unknownSet(path, environment, projectId)
  const row = {
    ...{ id: uuidv7(), org_id: member.orgId, project_id: projectId, set_id: set.id, connection_id: connectionId, app },
    ...{ resource_id: input.destinationConfig.app, resource_name: input.destinationConfig.appName },
    ...{ name: input.name, description: input.description ?? null, auto_sync: input.isAutoSyncEnabled },
    options: JSON.stringify(input.syncOptions),
  }
  try {
    await services.db.transaction().execute(async (trx) => {
      await insertSync(trx, row)
      await insertAuditEvent(trx, syncEvent(ctx, row, 'secretSyncs.create', { environment, path }))
    })
  } catch (error) {
    throw isUniqueViolation(error, syncNameConstraint) ? syncNameTaken(input.name, projectId) : error
  }
  const made = await selectSync(services.db, member.orgId, row.id)
  if (made === undefined) throw new Error('the sync was just stored')
  return shapeSync(made)
}
