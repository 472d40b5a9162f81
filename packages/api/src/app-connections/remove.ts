import { deleteConnection } from '@app-connections/db'
import type { App, Connection } from '@app-connections/schemas'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { findConnection } from './find.ts'
import { shapeConnection } from './shape.ts'

/** Deletes a connection and returns it as it was. Errors: 403, 404, 400 (an id of another app). */
export async function remove({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<Connection> {
  const found = await findConnection(ctx, input, 'delete')
  const row = await deleteConnection(
    ctx.services.db,
    found.org_id,
    found.id,
    auditEvent(ctx, {
      orgId: found.org_id,
      action: 'appConnections.remove',
      target: { type: 'app-connection', id: found.id },
      projectId: found.project_id,
      outcome: 'success',
      detail: { name: found.name, app: found.app, method: found.method },
    }),
  )
  // Another caller was faster.
  if (row === undefined) throw new OperationError('NotFound', `Could not find App Connection with ID ${found.id}`)
  return shapeConnection(row, ctx.member)
}
