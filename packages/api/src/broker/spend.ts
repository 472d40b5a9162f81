import type { ConnectionRow, LiveGrant } from '@app-connections/db'
import { insertAuditEvent, spendGrants } from '@app-connections/db'
import type { Route } from '@app-connections/providers'
import { connectionEvent } from '../audit/connection-event.ts'
import { changesUsedUp, grantUsedUp } from '../failures/broker.ts'
import type { MemberContext } from '../procedure/context.ts'
import type { Right } from './rights.ts'

/** One use of a connection by a caller, before it leaves. */
export interface Use {
  readonly row: ConnectionRow
  readonly route: Route
  /** The id of the resource that it is about. */
  readonly resource: string | undefined
  readonly grantIds: readonly string[]
}

/**
 * The grants that a use is counted against: one without limits where that opens it alone, else the first that does; for
 * values by name, all that open some. Errors: 429 where only grants open it whose changes of today are used up.
 */
export function countedGrants(live: readonly LiveGrant[], right: Right, route: Route): readonly string[] {
  const opening = live.filter(({ id }) => right.grants.some((grant) => grant.id === id))
  const usable = route.changes ? opening.filter(({ changesLeft }) => changesLeft !== 0) : opening
  if (usable.length === 0) throw changesUsedUp()
  const whole = route.answer === 'values' ? usable.filter(({ keys }) => keys === null) : usable
  const free = whole.find(({ usesLeft, changesLeft }) => usesLeft === null && (!route.changes || changesLeft === null))
  const one = free ?? whole[0]
  return one === undefined ? usable.map(({ id }) => id) : [one.id]
}

/**
 * Counts a use and stores its event, together, before anything leaves: no use goes unrecorded. Resolves with the event's
 * id. Errors: 403 where a grant has ended meanwhile, 503 where it cannot be stored.
 */
export async function recordUse(ctx: MemberContext, use: Use): Promise<string> {
  const event = connectionEvent(ctx, use.row, 'appConnections.use', factsOf(use), 'attempted')
  await ctx.services.db.transaction().execute(async (trx) => {
    const spent =
      use.grantIds.length === 0 || (await spendGrants(trx, use.row.org_id, use.grantIds, { change: use.route.changes }))
    if (!spent) throw grantUsedUp()
    await insertAuditEvent(trx, event)
  })
  return event.id
}

/** How a use ended. */
export interface Outcome {
  /** The platform's status; absent where it gave none. */
  readonly status?: number
  readonly platformRequestId?: string
  readonly bytes: number
  readonly ms: number
  readonly scrubbed: boolean
  /** Whether the answer arrived whole. */
  readonly whole: boolean
}

/** Stores how a use ended, as an event that names the first one: no event is ever changed. */
export async function recordOutcome(ctx: MemberContext, use: Use, attempt: string, outcome: Outcome): Promise<void> {
  const went = outcome.whole && outcome.status !== undefined && outcome.status < 400
  const detail = { ...factsOf(use), ...outcome, attempt }
  await insertAuditEvent(
    ctx.services.db,
    connectionEvent(ctx, use.row, 'appConnections.use', detail, went ? 'success' : 'failed'),
  )
}

/** The template and never the path, of which a part could be a secret. */
function factsOf({ route, resource, grantIds }: Use): Record<string, unknown> {
  return { action: route.action, route: route.name, grants: grantIds, ...(resource === undefined ? {} : { resource }) }
}
