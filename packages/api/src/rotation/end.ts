import {
  type ConnectionRow,
  endCredential,
  putOffCredential,
  type RotatedCredentialRow,
  selectConnectionOrDeleted,
  selectConnectionsWithCredential,
  selectRotatedCredential,
} from '@app-connections/db'
import { type ClaimedCredential, claimDueCredentials } from '@app-connections/db/system'
import { ProviderError, type Rotation } from '@app-connections/providers'
import { connectionEvent } from '../audit/connection-event.ts'
import { withDeadline } from '../deadline.ts'
import type { Context } from '../procedure/context.ts'
import { openKept } from './kept.ts'
import { presentRotation } from './present.ts'

/** Pauses before a credential that could not be ended is tried again, in seconds. After the last one a person has to. */
const againAfter = [60, 10 * 60, 3_600, 4 * 3_600, 12 * 3_600]

/** Failures of a platform after which it may be ended later. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'timed_out', 'rate_limited', 'account_problem'])

/** Ends at once what a connection has due, as far as that can be done now. What fails is noted, and tried again. */
export async function endDueOf(ctx: Context, connectionId: string): Promise<void> {
  const { db, rotation } = ctx.services
  const claimed = await claimDueCredentials(db, { limit: 4, returnMs: rotation.turnMs, ending: connectionId })
  for (const claim of claimed) await endClaimed(ctx, claim)
}

/**
 * Ends a credential at its platform: by the present credential of its connection, or by itself. Stores that it is ended,
 * or why not: it is tried again, and then open until a person settles it.
 */
export async function endClaimed(ctx: Context, claim: ClaimedCredential): Promise<void> {
  const { services } = ctx
  const { orgId, connectionId, id } = claim
  const row = await selectConnectionOrDeleted(services.db, orgId, connectionId)
  const kept = await selectRotatedCredential(services.db, { orgId, connectionId }, id)
  if (row === undefined || kept === undefined || kept.state !== 'ending') return
  const outcome = await outcomeOf(ctx, row, kept)
  const pause = outcome.to === 'later' ? againAfter[claim.tries - 1] : undefined
  if (pause !== undefined) {
    await putOffCredential(services.db, { orgId, id }, 'ending', { seconds: pause, reason: outcome.reason })
    return
  }
  const to = outcome.to === 'revoked' ? 'revoked' : 'open'
  const facts = { credentialId: id, platformId: kept.platform_id, ...(to === 'open' ? { reason: outcome.reason } : {}) }
  const event = connectionEvent(ctx, row, 'appConnections.endCredential', facts, to === 'open' ? 'failed' : 'success')
  const reason = to === 'open' ? outcome.reason : null
  await services.rotation.reached?.('before note end')
  await endCredential(services.db, claim, { from: ['ending'], to, reason, event })
  await services.rotation.reached?.('after note end')
}

interface Outcome {
  readonly to: 'revoked' | 'later' | 'open'
  readonly reason: string
}

const revoked: Outcome = { to: 'revoked', reason: '' }

async function outcomeOf(ctx: Context, row: ConnectionRow, kept: RotatedCredentialRow): Promise<Outcome> {
  const users = await usersOf(ctx, kept)
  if (users.length > 0) return { to: 'open', reason: `It is the credential of ${users.join(', ')}.` }
  const itself = (await openKept(ctx.services, row, kept))?.rotation
  const present = row.account.id === kept.account_id ? await presentRotation(ctx, row) : undefined
  try {
    const platformId = kept.platform_id ?? (await idOf(ctx, kept, { itself, present }))
    if (platformId === undefined) return { to: 'open', reason: 'It cannot be told apart at its platform.' }
    if (platformId === null) return revoked
    return await endBy(ctx, platformId, { present, itself })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return { to: passing.has(error.failure) ? 'later' : 'open', reason: error.message }
  }
}

interface Ways {
  readonly present: Rotation | undefined
  readonly itself: Rotation | undefined
}

/** Its id at the platform; undefined where that stays unknown, null where the platform does not know it any more. */
async function idOf(ctx: Context, kept: RotatedCredentialRow, { present, itself }: Ways) {
  const look = (act: (deadline: AbortSignal) => Promise<string | undefined>) =>
    withDeadline(ctx.services.upstreamDeadlineMs, act)
  if (itself === undefined) {
    if (present === undefined) return undefined
    const found = await look(async (deadline) => (await present.find(kept.id, deadline))[0])
    return found ?? null
  }
  try {
    return await look(itself.own)
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'refused') return null
    if (error instanceof ProviderError && error.failure === 'insufficient_scope') return undefined
    throw error
  }
}

async function endBy(ctx: Context, platformId: string, { present, itself }: Ways): Promise<Outcome> {
  let last: Outcome = { to: 'open', reason: 'No credential that is kept may end it.' }
  for (const way of [present, itself]) {
    if (way === undefined) continue
    await ctx.services.rotation.reached?.('before end')
    try {
      await withDeadline(ctx.services.upstreamDeadlineMs, (deadline) => way.end(platformId, deadline))
      await ctx.services.rotation.reached?.('after end')
      return revoked
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      // A token that its platform refuses has ended already.
      if (way === itself && error.failure === 'refused') return revoked
      if (passing.has(error.failure)) last = { to: 'later', reason: error.message }
      else if (last.to !== 'later') last = { to: 'open', reason: error.message }
    }
  }
  return last
}

/** The connections, by name, that use the very same credential: ending it would end them. */
async function usersOf({ services }: Context, kept: RotatedCredentialRow): Promise<string[]> {
  if (kept.credentials_hash === null) return []
  const rows = await selectConnectionsWithCredential(services.db, kept.org_id, kept.credentials_hash)
  return rows.map(({ name }) => `"${name}"`)
}
