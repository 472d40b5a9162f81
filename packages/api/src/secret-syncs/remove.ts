import { deleteSync, insertAuditEvent } from '@app-connections/db'
import type { Sync } from '@app-connections/schemas'
import { unknownSync } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { syncEvent } from './event.ts'
import { findSync } from './find.ts'
import { shapeSync } from './shape.ts'

/** Deletes a sync and gives its keys up. The resource keeps its values. Errors: 404, 403. */
export async function removeSync({ ctx, input }: { ctx: MemberContext; input: { syncId: string } }): Promise<Sync> {
  const sync = await findSync(ctx, input, 'delete')
  await ctx.services.db.transaction().execute(async (trx) => {
    if (!(await deleteSync(trx, sync.org_id, sync.id))) throw unknownSync(sync.id)
    await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.remove'))
  })
  return shapeSync(sync)
}
