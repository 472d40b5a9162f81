import { deleteIdentity } from '@app-connections/db'
import type { Ends, removeIdentitySchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { requireManagement } from '../access/policy.ts'
import { unknownIdentity } from '../failures/organizations.ts'
import { endMadeThrough } from '../made/end-made-through.ts'
import { madeThrough } from '../made/made-through.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { requireIdentity } from './require.ts'

/**
 * Deletes an identity and ends its secrets, its tokens and what was made through it. With `dryRun` nothing changes, and
 * the answer says what would end. Errors: 403, 404.
 */
export async function removeIdentity({
  ctx,
  input: { identityId, dryRun },
}: {
  ctx: MemberContext
  input: z.output<typeof removeIdentitySchema>
}): Promise<{ id: string } & Ends> {
  const { orgId } = ctx.member
  const lost = { orgId, projectId: null, memberId: identityId, how: 'leaves', connects: false } as const
  if (dryRun) {
    requireManagement(ctx.member, 'delete', 'identities')
    await requireIdentity(ctx.services.db, orgId, identityId)
    return { id: identityId, wouldEnd: await madeThrough(ctx.services.db, lost) }
  }
  return manage(ctx, 'delete', 'identities', async (trx) => {
    // Comes first, because deleting the identity deletes what it made for itself.
    const ends = await endMadeThrough(trx, lost, ctx.services.now())
    if (!(await deleteIdentity(trx, orgId, identityId))) throw unknownIdentity(identityId)
    return {
      output: { id: identityId, ...ends },
      action: 'identities.remove',
      target: { type: 'identity', id: identityId },
      detail: { ...ends },
    }
  })
}
