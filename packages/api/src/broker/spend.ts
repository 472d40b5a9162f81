import { type ConnectionRow, countUse, insertAuditEvent, type LiveGrant } from '@app-connections/db'
import type { Route } from '@app-connections/providers'
import { connectionEvent } from '../audit/connection-event.ts'
import { notSignedIn } from '../failures/access.ts'
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
  { answer, changes }: Pick<Route, 'answer' | 'changes'>,
): readonly LiveGrant[] {
  if (right === undefined) return []
  const { grants } = right
  if (view.of === 'resources') return grants
  const ofRight = chosen.get(right) ?? new Map<string, readonly LiveGrant[]>()
  chosen.set(right, ofRight)
  const kind = `${answer === 'values'} ${changes}`
  const known = ofRight.get(kind) ?? choose(grants, { byValue: answer === 'values', changes })
  ofRight.set(kind, known)
  return known
}

/** Rights are kept, and what was chosen of one is chosen of it again. */
const chosen = new WeakMap<Right<LiveGrant>, Map<string, readonly LiveGrant[]>>()

function choose(grants: readonly LiveGrant[], { byValue, changes }: { byValue: boolean; changes: boolean }) {
  const whole = byValue ? grants.filter(({ keys }) => keys === null) : grants
  const free = whole.find(({ usesLeft, changesLeft }) => usesLeft === null && (!changes || changesLeft === null))
  const one = free ?? whole[0]
  return one === undefined ? grants : [one]
}

/**
 * Counts a use and stores its event, together, before anything leaves: no use goes unrecorded. Resolves with the event's
 * id. Errors: 401 where the token or session has ended meanwhile, 403 where a grant has ended or changed, 503 where it
 * cannot be stored.
 */
export async function recordUse(ctx: MemberContext, use: Use): Promise<string> {
  const event = attemptOf(ctx, use)
  await count(ctx, use, event)
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

/** Counts a use whose event is stored. Errors: 401, 403, as of `recordUse`. */
export async function spendUse(ctx: MemberContext, use: Use): Promise<void> {
  await count(ctx, use)
}

/** A body may have been waited for, or the platform: what the use was judged by may be gone by now. */
async function count(
  { services, actor }: MemberContext,
  { row, route, grants }: Use,
  event?: ReturnType<typeof attemptOf>,
): Promise<void> {
  const use = { grants, tokenId: actor.tokenId, change: route.changes }
  const counted = await countUse(services.db, row.org_id, use, event)
  if (counted !== 'counted') throw counted === 'no token' ? notSignedIn() : grantUsedUp()
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

/** Stores soon how a use ended, as an event that names the first one: no event is ever changed. */
export function recordOutcome(ctx: MemberContext, use: Use, attempt: string, outcome: Outcome): void {
  const { ending, status } = outcome
  const went = ending === 'whole' && status !== undefined && status < 400 ? 'success' : 'failed'
  const detail = { ...factsOf(use), ...outcome, attempt }
  const how = ending === 'not granted' ? 'denied' : went
  ctx.services.lateEvents.add(connectionEvent(ctx, use.row, 'appConnections.use', detail, how))
}

/** The template and never the path, of which a part could be a secret. */
function factsOf({ route, resource, grants }: Use): Record<string, unknown> {
  const ids = grants.map(({ id }) => id)
  return { action: route.action, route: route.name, grants: ids, ...(resource === undefined ? {} : { resource }) }
}
