import { insertClientSecret, tokenHash } from '@app-connections/db'
import type { createClientSecretSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { requireProved } from '../access/proved.ts'
import { newClientSecret } from '../access/secrets.ts'
import { requireIdentity } from '../identities/require.ts'
import { manage } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'

/** Makes a client secret of an identity. No later answer shows the secret again. Errors: 403, 404. */
export async function createClientSecret({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createClientSecretSchema>
}): Promise<{ id: string; clientSecret: string; expiresAt: string | null }> {
  const id = uuidv7()
  const clientSecret = newClientSecret()
  const { member } = ctx
  requireProved(ctx.actor)
  return manage(ctx, 'create', 'client-secrets', async (trx, { makers }) => {
    const identity = await requireIdentity(trx, member.orgId, input.identityId)
    const expiresAt = await insertClientSecret(trx, {
      id,
      org_id: member.orgId,
      identity_id: identity.id,
      label: input.label,
      secret_hash: tokenHash(clientSecret),
      expiresIn: input.expiresIn ?? null,
      uses_limit: input.usesLimit,
      makers,
    })
    return {
      output: { id, clientSecret, expiresAt: expiresAt?.toISOString() ?? null },
      action: 'clientSecrets.create',
      target: { type: 'identity', id: identity.id },
      detail: { clientSecretId: id, label: input.label },
    }
  })
}
