import { deleteIdentity } from '@app-connections/db'
import { unknownIdentity } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Deletes an identity; its secrets and tokens end with it. Errors: 403, 404. */
export async function removeIdentity({ ctx, input }: { ctx: MemberContext; input: { identityId: string } }) {
  return manage(ctx, 'delete', 'identities', async (trx) => {
    if (!(await deleteIdentity(trx, ctx.member.orgId, input.identityId))) throw unknownIdentity(input.identityId)
    return {
      output: { id: input.identityId },
      action: 'identities.remove',
      target: { type: 'identity', id: input.identityId },
    }
  })
}
