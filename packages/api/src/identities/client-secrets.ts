import { deleteClientSecret, insertClientSecret, selectClientSecrets, tokenHash } from '@app-connections/db'
import type { createClientSecretSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { manage, personId } from '../manage.ts'
import { requireManagement } from '../policy.ts'
import { newClientSecret } from '../secrets.ts'
import { requireIdentity } from './require.ts'

/** Makes a client secret of an identity. The answer is the only place it is ever shown. Errors: 403, 404. */
export async function createClientSecret({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createClientSecretSchema>
}): Promise<{ id: string; clientSecret: string; expiresAt: string | null }> {
  const id = uuidv7()
  const clientSecret = newClientSecret()
  const { member, services } = ctx
  const expiresAt = input.expiresIn === undefined ? null : new Date(services.now().getTime() + input.expiresIn * 1000)
  return manage(ctx, 'create', 'client-secrets', async (trx) => {
    const identity = await requireIdentity(trx, member.orgId, input.identityId)
    await insertClientSecret(trx, {
      id,
      org_id: member.orgId,
      identity_id: identity.id,
      label: input.label,
      secret_hash: tokenHash(clientSecret),
      expires_at: expiresAt,
      uses_limit: input.usesLimit,
      created_by: personId(ctx),
    })
    return {
      output: { id, clientSecret, expiresAt: expiresAt?.toISOString() ?? null },
      action: 'clientSecrets.create',
      target: { type: 'identity', id: identity.id },
      detail: { clientSecretId: id, label: input.label },
    }
  })
}

/** The client secrets of an identity, newest first, never the secrets themselves. Errors: 403. */
export async function listClientSecrets({ ctx, input }: { ctx: MemberContext; input: { identityId: string } }) {
  requireManagement(ctx.member, 'read', 'client-secrets')
  const rows = await selectClientSecrets(ctx.services.db, ctx.member.orgId, input.identityId)
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    usesLimit: row.uses_limit,
    uses: row.uses,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }))
}

/** Deletes a client secret; the tokens it was traded for end with it. Errors: 403, 404. */
export async function removeClientSecret({ ctx, input }: { ctx: MemberContext; input: { clientSecretId: string } }) {
  return manage(ctx, 'delete', 'client-secrets', async (trx) => {
    if (!(await deleteClientSecret(trx, ctx.member.orgId, input.clientSecretId))) {
      throw new OperationError('NotFound', `Could not find client secret with ID ${input.clientSecretId}`)
    }
    return {
      output: { id: input.clientSecretId },
      action: 'clientSecrets.remove',
      target: { type: 'client-secret', id: input.clientSecretId },
    }
  })
}
