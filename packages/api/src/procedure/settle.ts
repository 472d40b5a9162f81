import { lockOrganization, type Queryable } from '@app-connections/db'
import { type StandingCaller, selectIdentityAgain, selectPersonAgain } from '@app-connections/db/system'
import type { Caller } from '../access/actor.ts'
import { membershipOf } from '../access/callers.ts'
import { notSignedIn } from '../failures/access.ts'
import type { MemberContext } from './context.ts'

/** A call whose caller and role cannot change until its transaction ends. */
export interface SettledContext extends MemberContext {
  /** The makers of what this call makes: the caller, then those whose secret or token the caller acts through. */
  readonly makers: string[]
}

/**
 * Settles the caller and their role within a write's transaction, since the call may have been under way for long.
 * Every change of who has access in an organization locks it here first, so that such changes follow one another;
 * nothing else waits for them. Errors: 401 (token or session has ended), 404 (the caller has left the organization).
 */
export async function settle(ctx: MemberContext, trx: Queryable): Promise<SettledContext> {
  const { orgId } = ctx.member
  await lockOrganization(trx, orgId)
  const { actor, makers } = await standing(trx, ctx.actor, ctx.request.address)
  return { ...ctx, actor, member: membershipOf(actor, orgId), makers }
}

/**
 * The caller's present state, and the makers of what they make. Locks their token or session against ending. Errors:
 * 401.
 */
export async function standing(
  trx: Queryable,
  caller: Caller,
  address: string,
): Promise<{ actor: Caller; makers: string[] }> {
  if (caller.kind === 'identity') {
    const { memberships, makers } = orEnded(await selectIdentityAgain(trx, caller.tokenId, address))
    return { actor: { ...caller, memberships }, makers: [caller.id, ...makers] }
  }
  const { memberships } = orEnded(await selectPersonAgain(trx, caller.tokenId))
  const belongs = (orgId: string) => memberships.some((own) => own.orgId === orgId && own.project === null)
  const organizations = caller.organizations.filter(({ id }) => belongs(id))
  return { actor: { ...caller, memberships, organizations }, makers: [caller.id] }
}

function orEnded(found: StandingCaller | undefined): StandingCaller {
  if (found === undefined) throw notSignedIn()
  return found
}
