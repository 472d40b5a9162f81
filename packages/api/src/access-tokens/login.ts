import { insertAccessToken, insertAuditEvent, tokenHash } from '@app-connections/db'
import { selectIdentityByClientId, useClientSecret } from '@app-connections/db/system'
import type { AccessToken } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import { auditEvent } from '../audit.ts'
import type { Context } from '../context.ts'
import { OperationError } from '../errors.ts'
import { newAccessToken } from '../secrets.ts'

/**
 * Universal auth: a client id and a client secret for an access token. One answer for everything that is wrong, 401
 * "Invalid credentials"; a failed login of a known client id leaves an audit event.
 */
export async function login({
  ctx,
  input,
}: {
  ctx: Context
  input: { clientId: string; clientSecret: string }
}): Promise<AccessToken> {
  const { services } = ctx
  if (!z.uuid().safeParse(input.clientId).success) throw invalidCredentials()
  const accessToken = newAccessToken()
  const issued = await services.db.transaction().execute(async (trx) => {
    const secret = await useClientSecret(trx, input.clientId, tokenHash(input.clientSecret))
    if (secret === undefined) return undefined
    const id = uuidv7()
    const now = services.now().getTime()
    await insertAccessToken(trx, {
      id,
      org_id: secret.orgId,
      identity_id: secret.identityId,
      client_secret_id: secret.id,
      token_hash: tokenHash(accessToken),
      ttl: secret.ttl,
      expires_at: new Date(now + secret.ttl * 1000),
      max_expires_at: new Date(now + secret.maxTtl * 1000),
    })
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId: secret.orgId,
        action: 'accessTokens.login',
        target: { type: 'access-token', id },
        outcome: 'success',
        detail: { clientSecretId: secret.id },
        actor: { type: 'identity', id: secret.identityId },
      }),
    )
    return { expiresIn: secret.ttl, accessTokenMaxTTL: secret.maxTtl }
  })
  if (issued !== undefined) return { accessToken, ...issued, tokenType: 'Bearer' }

  const identity = await selectIdentityByClientId(services.db, input.clientId)
  if (identity !== undefined) {
    await insertAuditEvent(
      services.db,
      auditEvent(ctx, {
        orgId: identity.orgId,
        action: 'accessTokens.login',
        target: { type: 'identity', id: identity.id },
        outcome: 'failed',
        actor: { type: 'identity', id: identity.id },
      }),
    )
  }
  throw invalidCredentials()
}

function invalidCredentials(): OperationError {
  return new OperationError('UnauthorizedError', 'Invalid credentials')
}
