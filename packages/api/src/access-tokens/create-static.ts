import { insertAccessToken, tokenHash } from '@app-connections/db'
import type { createStaticTokenSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { requireProved } from '../access/proved.ts'
import { newAccessToken } from '../access/secrets.ts'
import { requireIdentity } from '../identities/require.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/**
 * Makes a static token of an identity: it needs no log-in and cannot be renewed. No later answer shows the token again.
 */
export async function createStaticToken({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createStaticTokenSchema>
}): Promise<{ id: string; accessToken: string; expiresAt: string }> {
  const id = uuidv7()
  const accessToken = newAccessToken()
  requireProved(ctx.actor)
  return manage(ctx, 'create', 'access-tokens', async (trx, { makers }) => {
    const identity = await requireIdentity(trx, ctx.member.orgId, input.identityId)
    const expiresAt = await insertAccessToken(trx, {
      id,
      org_id: identity.org_id,
      identity_id: identity.id,
      token_hash: tokenHash(accessToken),
      ttl: input.expiresIn,
      expiresIn: input.expiresIn,
      maxExpiresIn: input.expiresIn,
      label: input.label,
      static: true,
      makers,
    })
    return {
      output: { id, accessToken, expiresAt: expiresAt.toISOString() },
      action: 'accessTokens.createStatic',
      target: { type: 'identity', id: identity.id },
      detail: { accessTokenId: id, label: input.label },
    }
  })
}
