import { randomUUID } from 'node:crypto'
import { insertIdentity, upsertMembership } from '@app-connections/db'
import type { createIdentitySchema, Identity } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { lifetimeAboveMaximum } from '../failures/organizations.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { shapeIdentity } from './shape.ts'

/** Makes a machine identity with a role in the organization. Its client id is no secret. Errors: 403, 400. */
export async function createIdentity({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createIdentitySchema>
}): Promise<Identity> {
  if (input.accessTokenTtl > input.accessTokenMaxTtl) {
    throw lifetimeAboveMaximum()
  }
  const id = uuidv7()
  const { orgId } = ctx.member
  return manage(ctx, 'create', 'identities', async (trx) => {
    const row = await insertIdentity(trx, {
      id,
      org_id: orgId,
      name: input.name,
      client_id: randomUUID(),
      access_token_ttl: input.accessTokenTtl,
      access_token_max_ttl: input.accessTokenMaxTtl,
      trusted_ips: input.trustedIps,
    })
    await upsertMembership(trx, { id: uuidv7(), orgId, projectId: null, member: { identityId: id }, role: input.role })
    return {
      output: shapeIdentity(row),
      action: 'identities.create',
      target: { type: 'identity', id },
      detail: { name: input.name, role: input.role, trustedIps: input.trustedIps },
    }
  })
}
