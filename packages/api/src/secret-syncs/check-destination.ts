import { selectSyncsOfResource } from '@app-connections/db'
import { type CheckDestination, type Duplicate, destinationOf } from '@app-connections/schemas'
import { mayWithSyncs } from '../access/policy.ts'
import { requireSyncs } from '../access/require-project.ts'
import { findConnection } from '../connection/find.ts'
import type { MemberContext } from '../procedure/context.ts'

/** So many syncs of a resource are looked at. */
const most = 100

/**
 * Whether another sync of the organization sets values of a resource, and in which project, where the caller may know
 * that. Errors: 404 (the project, the connection), 403, 400 (a connection of another app).
 */
export async function checkDestination({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: CheckDestination
}): Promise<Duplicate> {
  const { member, services } = ctx
  requireSyncs(member, input.projectId, 'read')
  const { destination: app, connectionId, excludeSyncId } = input
  if (connectionId !== undefined) await findConnection(ctx, { connectionId, app }, 'read')
  const resource = { app, resourceId: destinationOf(app, input.destinationConfig).id }
  const found = await selectSyncsOfResource(services.db, member.orgId, resource, most)
  const others = found.filter(({ id }) => id !== excludeSyncId)
  const known = others.find(({ projectId }) => mayWithSyncs(member, projectId, 'read'))
  return { hasDuplicate: others.length > 0, ...(known && { duplicateProjectId: known.projectId }) }
}
