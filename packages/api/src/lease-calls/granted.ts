import { type ConnectionRow, type LiveGrant, liveGrantsFor } from '@app-connections/db'
import { leaseAction } from '@app-connections/schemas'
import { changesUsedUp } from '../failures/broker.ts'
import { leaseNotGranted, leaseScopesNotGranted, leaseTooLong } from '../failures/leases.ts'
import type { MemberContext } from '../procedure/context.ts'
import { usualSeconds } from './limits.ts'

/** A lease that a grant allows. */
export interface GrantedLease {
  readonly grant: LiveGrant
  readonly scopes: string[]
  readonly seconds: number
}

/**
 * The grant of the caller's by which they may open such a lease, one without limits first. Errors: 403 (none; none with
 * these scopes, or for so long), 429 (its changes of today are used up).
 */
export async function grantedLease(
  { services, actor, member }: MemberContext,
  connection: ConnectionRow,
  { scopes, seconds }: { scopes?: string[] | undefined; seconds?: number | undefined },
): Promise<GrantedLease> {
  const live = await liveGrantsFor(services.db, member.orgId, connection.id, { id: actor.id })
  const allowing = live.flatMap((grant) =>
    grant.lease !== null && grant.actions.includes(leaseAction) ? [{ grant, lease: grant.lease }] : [],
  )
  if (allowing.length === 0) throw leaseNotGranted()
  const wide = allowing.filter(({ lease }) => scopes?.every((scope) => lease.scopes.includes(scope)) ?? true)
  if (wide.length === 0) {
    const granted = new Set(allowing.flatMap(({ lease }) => lease.scopes))
    throw leaseScopesNotGranted(scopes ?? [], [...granted])
  }
  const long = wide.filter(({ lease }) => (seconds ?? 0) <= lease.maxSeconds)
  if (long.length === 0) throw leaseTooLong(Math.max(...wide.map(({ lease }) => lease.maxSeconds)))
  const open = long.filter(({ grant }) => grant.changesLeft !== 0)
  const [chosen] = open.toSorted((a, b) => Number(isLimited(a.grant)) - Number(isLimited(b.grant)))
  if (chosen === undefined) throw changesUsedUp()
  const { grant, lease } = chosen
  const wanted = seconds ?? Math.min(usualSeconds, lease.maxSeconds)
  return { grant, scopes: scopes ?? lease.scopes, seconds: Math.min(wanted, secondsUntil(grant.expiresAt, services)) }
}

/** A lease ends with its grant, at its platform too. */
function secondsUntil(expiresAt: Date | null, { now }: MemberContext['services']): number {
  return expiresAt === null ? Infinity : Math.max(1, Math.ceil((expiresAt.getTime() - now().getTime()) / 1000))
}

function isLimited({ usesLeft, changesLeft }: LiveGrant): boolean {
  return usesLeft !== null || changesLeft !== null
}
