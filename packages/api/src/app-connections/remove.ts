import { deleteConnection, selectCredentialIn } from '@app-connections/db'
import { type App, methodFacts, type SingleConnection } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { revisionOf } from '../connection/etag.ts'
import { findConnection, requireFound } from '../connection/find.ts'
import { shapeSingle } from '../connection/shape.ts'
import { openToWithdraw } from '../credentials/open.ts'
import { withdrawalReturnMs, withdrawDeleted } from '../credentials/revoke.ts'
import { changedSince, unknownConnection } from '../failures/connections.ts'
import { connectionNotice } from '../health/notice.ts'
import { endLeasesOf } from '../leases/lost.ts'
import type { MemberContext } from '../procedure/context.ts'
import { neededRight, presently } from '../procedure/still-may.ts'

/**
 * Deletes a connection and returns it as it was. It can be restored for a while. A grant that this service obtained, or a
 * credential that it made, is then withdrawn at its platform; a pasted credential only where the caller asks for that. The withdrawal is stored
 * with the deletion: if this process ends in between, another one continues. Errors: 403, 404, 400 (an id of another
 * app), 412 (`If-Match`).
 */
export async function remove({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string; ifMatch?: string | undefined; revokeUpstream?: boolean | undefined }
}): Promise<SingleConnection> {
  const found = await findConnection(ctx, input, 'delete')
  const revision = revisionOf(input.ifMatch, found)
  const ofConnection = { orgId: found.org_id, connectionId: found.id }
  const made = found.rotation !== null && (await selectCredentialIn(ctx.services.db, ofConnection, 'current'))
  const ours = methodFacts(input.app, found.method)?.withdrawn === 'always' || (made !== false && made !== undefined)
  const withdraw = ours || input.revokeUpstream === true
  // Opened before the deletion, which hides it, and only where it will be used.
  const opened = withdraw ? await openToWithdraw(ctx, { orgId: found.org_id, id: found.id }) : undefined
  const now = ctx.services.now()
  const row = await deleteConnection(
    ctx.services.db,
    {
      orgId: found.org_id,
      id: found.id,
      by: neededRight(ctx, found.project_id, 'delete'),
      ...(revision === undefined ? {} : { revision }),
    },
    connectionEvent(ctx, found, 'appConnections.remove', { method: found.method }),
    {
      notice: connectionNotice('connection.deleted', found, now),
      ...(opened === undefined ? {} : { withdrawAt: new Date(now.getTime() + withdrawalReturnMs) }),
    },
  )
  if (row === undefined) {
    // The caller has lost the right, or another one was faster. With `If-Match` that is a change, else a deletion.
    requireFound(await presently(ctx), found, input, 'delete')
    if (revision !== undefined) throw changedSince()
    throw unknownConnection(found.id)
  }
  ctx.services.sendNoticesSoon()
  // They end by the credential, which is withdrawn after them.
  const waiting = (row.leased || opened !== undefined) && (await endLeasesOf(ctx, row.id))
  if (opened !== undefined && !waiting) await withdrawDeleted(ctx, opened)
  return shapeSingle(row, ctx.member)
}
