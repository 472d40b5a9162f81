import { deleteClientSecret } from '@app-connections/db'
import { unknownClientSecret } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Deletes a client secret and ends the tokens that were obtained with it. Errors: 403, 404. */
export async function removeClientSecret({ ctx, input }: { ctx: MemberContext; input: { clientSecretId: string } }) {
  return manage(ctx, 'delete', 'client-secrets', async (trx) => {
    if (!(await deleteClientSecret(trx, ctx.member.orgId, input.clientSecretId))) {
      throw unknownClientSecret(input.clientSecretId)
    }
    return {
      output: { id: input.clientSecretId },
      action: 'clientSecrets.remove',
      target: { type: 'client-secret', id: input.clientSecretId },
    }
  })
}
