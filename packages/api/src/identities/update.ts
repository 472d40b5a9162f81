import { updateIdentity as update } from '@app-connections/db'
import type { Identity, updateIdentitySchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { nothingToChange, unknownIdentity } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { shapeIdentity } from './shape.ts'

/** Changes the name or the trusted addresses of an identity. Errors: 403, 404. */
export async function updateIdentity({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof updateIdentitySchema>
}): Promise<Identity> {
  if (input.name === undefined && input.trustedIps === undefined) {
    throw nothingToChange()
  }
  return manage(ctx, 'edit', 'identities', async (trx) => {
    const row = await update(trx, ctx.member.orgId, input.identityId, {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.trustedIps === undefined ? {} : { trusted_ips: input.trustedIps }),
    })
    if (row === undefined) throw unknownIdentity(input.identityId)
    return {
      output: shapeIdentity(row),
      action: 'identities.update',
      target: { type: 'identity', id: row.id },
      detail: { name: row.name, trustedIps: row.trusted_ips },
    }
  })
}
