import { confirmDeviceLogin as confirm, denyDeviceLogin as deny } from '@app-connections/db/system'
import { requireProved } from '../access/proved.ts'
import { unknownUserCode } from '../failures/personal-tokens.ts'
import { audited } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { withUserCode } from './user-code.ts'

interface Decision {
  ctx: MemberContext
  input: { userCode: string }
}

/**
 * Lets the program that shows a user code act for the caller, in the organization of the call, until the session of the
 * call ends, or for 30 days. Errors: 403 (a machine, no password lately), 404, 429.
 */
export async function confirmDeviceLogin({ ctx, input }: Decision): Promise<{ id: string; name: string }> {
  requireProved(ctx.actor)
  return withUserCode(ctx, input.userCode, (userHash) =>
    decided(ctx, 'deviceLogins.confirm', (trx, { actor, member: { orgId } }) =>
      confirm(trx, userHash, { orgId, personId: actor.id, sessionId: actor.tokenId }),
    ),
  )
}

/** Refuses the program that shows a user code. Errors: 403 (a machine), 404, 429. */
export async function denyDeviceLogin({ ctx, input }: Decision): Promise<{ id: string; name: string }> {
  return withUserCode(ctx, input.userCode, (userHash) =>
    decided(ctx, 'deviceLogins.deny', (trx) => deny(trx, userHash)),
  )
}

type Decide = (...given: Parameters<Parameters<typeof audited>[1]>) => Promise<{ id: string; name: string } | undefined>

async function decided(
  ctx: MemberContext,
  action: 'deviceLogins.confirm' | 'deviceLogins.deny',
  decide: Decide,
): Promise<{ id: string; name: string }> {
  return audited(ctx, async (trx, settled) => {
    const login = await decide(trx, settled)
    if (login === undefined) throw unknownUserCode()
    return { output: login, action, target: { type: 'personal-token', id: login.id }, detail: { name: login.name } }
  })
}
