import type { ConnectionRow, LiveGrant, Queryable } from '@app-connections/db'
import { insertAuditEvent, spendGrants } from '@app-connections/db'
import type { Route } from '@app-connections/providers'
import { connectionEvent } from '../audit/connection-event.ts'
import { grantUsedUp } from '../failures/broker.ts'
import type { MemberContext } from '../procedure/context.ts'
import type { View } from './decide.ts'
import type { Ending } from './ending.ts'
import type { Right } from './rights.ts'

/** One use of a connection by a caller, before it leaves. */
export interface Use {
  readonly row: ConnectionRow
  readonly route: Route
  /** The id of the resource that it is about. */
  readonly resource: string | undefined
  readonly grants: readonly LiveGrant[]
}

/**
 * The grants that a use is counted against: one without limits where that opens it alone, else the first that does; for
 * values by name, all that open some. Of a route that changes something, the decision is made among grants that have
 * changes left today.
 */
export function countedGrants(
  { right, view }: { readonly right: Right<LiveGrant> | undefined; readonly view: View },
  route: Route,
): readonly LiveGrant[] {
  if (right === undefined) return []
  const { grants } = right
  if (view.of === 'resources') return grants
  const whole = route.answer === 'values' ? grants.filter(({ keys }) => keys === null) : grants
  const free = whole.find(({ usesLeft, changesLeft }) => usesLeft === null && (!route.changes || changesLeft === null))
  const one = free ?? whole[0]
  return one === undefined ? grants : [one]
}

/**
 * Counts a use and stores its event, together, before anything leaves: no use goes unrecorded. Resolves with the event's
 * id. Errors: 403 where a grant has ended meanwhile, 503 where it cannot be stored.
 */
export async function recordUse(ctx: MemberContext, use: Use): Promise<string> {
  const event = attemptOf(ctx, use)
  await ctx.services.db.transaction().execute(async (trx) => {
    await spend(trx, use)
    await insertAuditEvent(trx, event)
  })
  return event.id
}

/**
 * Stores the event of a use of which it is not known yet what it is about. Resolves with the event's id. Errors: 503
 * where it cannot be stored.
 */
export async function recordAttempt(ctx: MemberContext, use: Use): Promise<string> {
  const event = attemptOf(ctx, use)
  await insertAuditEvent(ctx.services.db, event)
  return event.id
}

/** Counts a use whose event is stored. Errors: 403 where a grant has ended meanwhile. */
export async function spendUse(ctx: MemberContext, use: Use): Promise<void> {
  await spend(ctx.services.db, use)
}

async function spend(db: Queryable, { row, route, grants }: Use): Promise<void> {
  const ids = grants.map(({ id }) => id)
  const spent = ids.length === 0 || (await spendGrants(db, row.org_id, ids, { change: route.changes }))
  if (!spent) throw grantUsedUp()
}

function attemptOf(ctx: MemberContext, use: Use) {
  return connectionEvent(ctx, use.row, 'appConnections.use', factsOf(use), 'attempted')
}

/** How a use ended. */
export interface Outcome {
  /** The platform's status; absent where it gave none. */
  readonly status?: number
  readonly platformRequestId?: string
  readonly bytes: number
  readonly ms: number
  readonly scrubbed: boolean
  readonly ending: Ending
}

/** Stores how a use ended, as an event that names the first one: no event is ever changed. */
export async function recordOutcome(ctx: MemberContext, use: Use, attempt: string, outcome: Outcome): Promise<void> {
  const { ending, status } = outcome
  const went = ending === 'whole' && status !== undefined && status < 400 ? 'success' : 'failed'
  const detail = { ...factsOf(use), ...outcome, attempt }
  const how = ending === 'not granted' ? 'denied' : went
  await insertAuditEvent(ctx.services.db, connectionEvent(ctx, use.row, 'appConnections.use', detail, how))
}

/** The template and never the path, of which a part could be a secret. */
function factsOf({ route, resource, grants }: Use): Record<string, unknown> {
  const ids = grants.map(({ id }) => id)
  return { action: route.action, route: route.name, grants: ids, ...(resource === undefined ? {} : { resource }) }
}
