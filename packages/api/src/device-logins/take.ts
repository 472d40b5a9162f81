import { insertAuditEvent, lockOrganization, takeDeviceLogin as take, tokenHash } from '@app-connections/db'
import { pollDeviceLogin } from '@app-connections/db/system'
import type { TakenDeviceLogin } from '@app-connections/schemas'
import { newPersonalToken } from '../access/secrets.ts'
import { auditEvent } from '../audit/event.ts'
import {
  accessDenied,
  authorizationPending,
  deviceCodeUsed,
  expiredToken,
  slowDown,
} from '../failures/personal-tokens.ts'
import type { Context } from '../procedure/context.ts'

/** How long a personal token lives, in seconds: 30 days. */
const tokenSeconds = 30 * 86_400

/**
 * A poll of a begun login: once it is confirmed, trades it for a personal token. Errors: 400 (not confirmed yet, asked too
 * often, refused, expired), 409 (used).
 */
export async function takeDeviceLogin({
  ctx,
  input,
}: {
  ctx: Context
  input: { device_code: string }
}): Promise<TakenDeviceLogin> {
  const { db } = ctx.services
  const login = await pollDeviceLogin(db, tokenHash(input.device_code))
  if (login === undefined) throw expiredToken()
  switch (login.state) {
    case 'expired':
      throw expiredToken()
    case 'denied':
      throw accessDenied()
    case 'taken':
      throw deviceCodeUsed()
    case 'early':
      throw slowDown()
    case 'waiting':
      throw authorizationPending()
  }
  const token = newPersonalToken()
  const { id, orgId, sessionId } = login
  return db.transaction().execute(async (trx) => {
    await lockOrganization(trx, orgId)
    const taken = await take(trx, orgId, { id, sessionId, tokenHash: tokenHash(token), expiresIn: tokenSeconds })
    if (taken === undefined) throw deviceCodeUsed()
    const { personId, personName: name, email, organization } = taken
    await insertAuditEvent(
      trx,
      auditEvent(ctx, {
        orgId,
        action: 'deviceLogins.take',
        target: { type: 'personal-token', id },
        outcome: 'success',
        actor: { type: 'person', id: personId },
      }),
    )
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      person: { id: personId, name, email },
      organization,
    }
  })
}
