import { deleteAccessToken, insertAccessToken, selectAccessTokens, tokenHash } from '@app-connections/db'
import type { createStaticTokenSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import type { MemberContext } from '../context.ts'
import { OperationError } from '../errors.ts'
import { requireIdentity } from '../identities/require.ts'
import { manage, personId } from '../manage.ts'
import { requireManagement } from '../policy.ts'
import { newAccessToken } from '../secrets.ts'

/** Makes a static token of an identity: no log-in, no renewal. The answer is the only place it is ever shown. */
export async function createStaticToken({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof createStaticTokenSchema>
}): Promise<{ id: string; accessToken: string; expiresAt: string }> {
  const id = uuidv7()
  const accessToken = newAccessToken()
  const expiresAt = new Date(ctx.services.now().getTime() + input.expiresIn * 1000)
  return manage(ctx, 'create', 'access-tokens', async (trx) => {
    const identity = await requireIdentity(trx, ctx.member.orgId, input.identityId)
    await insertAccessToken(trx, {
      id,
      org_id: identity.org_id,
      identity_id: identity.id,
      token_hash: tokenHash(accessToken),
      ttl: input.expiresIn,
      expires_at: expiresAt,
      max_expires_at: expiresAt,
      label: input.label,
      static: true,
      created_by: personId(ctx),
    })
    return {
      output: { id, accessToken, expiresAt: expiresAt.toISOString() },
      action: 'accessTokens.createStatic',
      target: { type: 'identity', id: identity.id },
      detail: { accessTokenId: id, label: input.label },
    }
  })
}

/** The living tokens of an identity, newest first, never the tokens themselves. `lastUsedAt` is right to a minute. */
export async function listAccessTokens({ ctx, input }: { ctx: MemberContext; input: { identityId: string } }) {
  requireManagement(ctx.member, 'read', 'access-tokens')
  const rows = await selectAccessTokens(ctx.services.db, ctx.member.orgId, input.identityId)
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    static: row.static,
    clientSecretId: row.client_secret_id,
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }))
}

/** Ends a token by its id. */
export async function removeAccessToken({ ctx, input }: { ctx: MemberContext; input: { accessTokenId: string } }) {
  return manage(ctx, 'delete', 'access-tokens', async (trx) => {
    if (!(await deleteAccessToken(trx, ctx.member.orgId, input.accessTokenId))) {
      throw new OperationError('NotFound', `Could not find access token with ID ${input.accessTokenId}`)
    }
    return {
      output: { id: input.accessTokenId },
      action: 'accessTokens.remove',
      target: { type: 'access-token', id: input.accessTokenId },
    }
  })
}
