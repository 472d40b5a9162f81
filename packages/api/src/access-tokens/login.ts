import { insertAccessToken, insertAuditEvent, type Queryable, tokenHash } from '@app-connections/db'
import {
  clearLoginFailures,
  type LoginTarget,
  recordLoginFailure,
  selectLoginTarget,
  useClientSecret,
} from '@app-connections/db/system'
import type { AccessToken } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import { newAccessToken } from '../access/secrets.ts'
import { auditEvent } from '../audit/event.ts'
import { loginLocked, loginRefused, untrustedAddress } from '../failures/access.ts'
import type { Context } from '../procedure/context.ts'

interface Input {
  clientId: string
  clientSecret: string
}

/**
 * Universal auth: trades a client id and a client secret for an access token. Every wrong input gets the same answer,
 * 401 "Invalid credentials". Repeated failures lock the client id for the address that they come from, and for no
 * other. A failed log-in with a known client id leaves an audit event about the identity, by a caller who has not proved
 * to be it. Errors: 401, 403 (the identity does not trust the address).
 */
export async function login({ ctx, input }: { ctx: Context; input: Input }): Promise<AccessToken> {
  const { db } = ctx.services
  const { address } = ctx.request
  if (!z.uuid().safeParse(input.clientId).success) throw loginRefused()
  const target = await selectLoginTarget(db, input.clientId, address)
  if (target === undefined) throw loginRefused()
  if (target.locked) {
    await recordFailure(ctx, target, 'locked')
    throw loginLocked()
  }
  const issued = await db.transaction().execute((trx) => issue(ctx, trx, target, input))
  if (issued === undefined) {
    await recordLoginFailure(db, input.clientId, address)
    await recordFailure(ctx, target, 'wrong secret')
    throw loginRefused()
  }
  if (issued === 'untrusted') {
    await recordFailure(ctx, target, 'untrusted address')
    throw untrustedAddress()
  }
  return issued
}

/**
 * Trades the secret for a token. Undefined where the secret is not valid, 'untrusted' where only the address is
 * refused.
 */
async function issue(
  ctx: Context,
  trx: Queryable,
  target: LoginTarget,
  input: Input,
): Promise<AccessToken | 'untrusted' | undefined> {
  if (!target.trusted) return 'untrusted'
  const secret = await useClientSecret(trx, input.clientId, tokenHash(input.clientSecret))
  if (secret === undefined) return undefined
  await clearLoginFailures(trx, input.clientId, ctx.request.address)
  const accessToken = newAccessToken()
  const id = uuidv7()
  await insertAccessToken(trx, {
    id,
    org_id: target.orgId,
    identity_id: target.identityId,
    client_secret_id: secret.id,
    makers: secret.makers,
    token_hash: tokenHash(accessToken),
    ttl: secret.ttl,
    expiresIn: secret.ttl,
    maxExpiresIn: secret.maxTtl,
  })
  await insertAuditEvent(
    trx,
    auditEvent(ctx, {
      orgId: target.orgId,
      action: 'accessTokens.login',
      target: { type: 'access-token', id },
      outcome: 'success',
      detail: { clientSecretId: secret.id },
      actor: { type: 'identity', id: target.identityId },
    }),
  )
  return { accessToken, expiresIn: secret.ttl, accessTokenMaxTTL: secret.maxTtl, tokenType: 'Bearer' }
}

async function recordFailure(ctx: Context, target: LoginTarget, reason: string): Promise<void> {
  await ctx.services.refusals.record(ctx, {
    orgId: target.orgId,
    action: 'accessTokens.login',
    target: { type: 'identity', id: target.identityId },
    outcome: 'failed',
    detail: { reason },
  })
}
