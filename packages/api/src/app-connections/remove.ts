import { deleteConnection } from '@app-connections/db'
import type { App, SingleConnection } from '@app-connections/schemas'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { preconditionFailed, revisionOf } from './etag.ts'
import { findConnection } from './find.ts'
import { shapeSingle } from './shape.ts'

/** Deletes a connection and returns it as it was. Errors: 403, 404, 400 (an id of another app), 412 (`If-Match`). */
export async function remove({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string; ifMatch?: string | undefined }
}): Promise<SingleConnection> {
  const found = await findConnection(ctx, input, 'delete')
  const revision = revisionOf(input.ifMatch, found)
  const row = await deleteConnection(
    ctx.services.db,
    { orgId: found.org_id, id: found.id, ...(revision === undefined ? {} : { revision }) },
    auditEvent(ctx, {
      orgId: found.org_id,
      action: 'appConnections.remove',
      target: { type: 'app-connection', id: found.id },
      projectId: found.project_id,
      outcome: 'success',
      detail: { name: found.name, app: found.app, method: found.method },
    }),
  )
  if (row === undefined) {
    // Another caller was faster: changed, where a revision was asked for, else deleted.
    if (revision !== undefined) throw preconditionFailed()
    throw new OperationError('NotFound', `Could not find App Connection with ID ${found.id}`)
  }
  return shapeSingle(row, ctx.member)
}
