import { insertAuditEvent, insertClientSecret, selectIdentity, tokenHash } from '@app-connections/db'
import type { createClientSecretSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { auditEvent } from '../audit.ts'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { requireManagement } from '../policy.ts'
import { newClientSecret } from '../secrets.ts'

/** Makes a client secret of an identity. The answer is the only place it is ever shown. Errors: 403, 404. */
export async function createClientSecret({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createClientSecretSchema>
}): Promise<{ id: string; clientSecret: string; expiresAt: string | null }> {
  const { member, services } = ctx
  requireManagement(member, 'create', 'client-secrets')
  const id = uuidv7()
  const clientSecret = newClientSecret()
  const expiresAt = input.expiresIn === undefined ? null : new Date(services.now().getTime() + input.expiresIn * 1000)
  await services.db.transaction().execute(async (trx) => {
    const identity = await selectIdentity(trx, member.orgId, input.identityId)
    if (identity === undefined) {
      throw new OperationError('NotFound', `Could not find identity with ID ${input.identityId}`)
    }
    await insertClientSecret(trx, {
      id,
      org_id: member.orgId,
      identity_id: identity.id,
      label: input.label,
      secret_hash: tokenHash(clientSecret),
      expires_at: expiresAt,
      uses_limit: input.usesLimit,
    })
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: member.orgId,
        action: 'clientSecrets.create',
        target: { type: 'identity', id: identity.id },
        outcome: 'success',
        detail: { clientSecretId: id, label: input.label },
      }),
    )
  })
  return { id, clientSecret, expiresAt: expiresAt?.toISOString() ?? null }
}
