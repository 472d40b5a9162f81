import { deleteAccessToken } from '@app-connections/db'
import { unknownAccessToken } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Ends a token by its id. */
export async function removeAccessToken({ ctx, input }: { ctx: MemberContext; input: { accessTokenId: string } }) {
  return manage(ctx, 'delete', 'access-tokens', async (trx) => {
    if (!(await deleteAccessToken(trx, ctx.member.orgId, input.accessTokenId))) {
      throw unknownAccessToken(input.accessTokenId)
    }
    return {
      output: { id: input.accessTokenId },
      action: 'accessTokens.remove',
      target: { type: 'access-token', id: input.accessTokenId },
    }
  })
}
