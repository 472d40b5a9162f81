import { onBehalfOf } from '@app-connections/db'
import { membershipOf } from '../access/callers.ts'
import type { Membership } from '../access/policy.ts'
import { tooManyWaiting } from '../failures/calls.ts'
import type { Turns } from '../services/turns.ts'
import type { MemberContext } from './context.ts'
import { standing } from './settle.ts'

/** A caller who waits longer for a turn, in milliseconds, is looked up again. */
const lateMs = 100

/**
 * Runs work in a turn of the call's organization. The call may wait for minutes, and its caller may lose their access
 * meanwhile. Errors: 401 (the token or session has ended), 429 (too many wait; or the caller's roles have changed, and the
 * next call is decided by the new ones).
 */
export async function inTurn<T>(
  turns: Turns,
  ctx: Pick<MemberContext, 'services' | 'request' | 'actor' | 'member'>,
  work: (lasts: (until: Promise<unknown> | undefined) => void) => Promise<T>,
): Promise<T> {
  const cameAt = performance.now()
  return turns.take(ctx.member.orgId, async (lasts) => {
    if (performance.now() - cameAt > lateMs) await requireUnchanged(ctx)
    return work(lasts)
  })
}

async function requireUnchanged({
  services,
  request,
  actor,
  member,
}: Pick<MemberContext, 'services' | 'request' | 'actor' | 'member'>): Promise<void> {
  const { actor: present } = await onBehalfOf(member.orgId, () => standing(services.db, actor, request.address))
  const unchanged = present.kind === 'identity' || present.organizations.some(({ id }) => id === member.orgId)
  if (!unchanged || rolesOf(membershipOf(present, member.orgId)) !== rolesOf(member)) throw tooManyWaiting()
}

function rolesOf({ role, projects }: Membership): string {
  return JSON.stringify([role, [...projects.values()].map((place) => `${place.id} ${place.role}`).sort()])
}
