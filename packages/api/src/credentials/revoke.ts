import {
  type ConnectionRow,
  endWithdrawal,
  insertAuditEvent,
  markRevoked,
  type OrgId,
  putOffWithdrawal,
} from '@app-connections/db'
import { type Connected, type Credential, ProviderError, type ProviderFailure } from '@app-connections/providers'
import type { App } from '@app-connections/schemas'
import { auditEvent } from '../audit/event.ts'
import { withDeadline } from '../deadline.ts'
import { withdrawnHealth } from '../health/health.ts'
import type { Context } from '../procedure/context.ts'
import type { Opened } from './open.ts'

/** What is withdrawn, as the audit trail names it; `id` is null where nothing was stored. */
interface Withdrawn {
  orgId: OrgId
  id: string | null
  projectId: string | null
  app: string
  name?: string
}

/** The outcome of one try to withdraw: what the platform did, and whether a retry may succeed. */
interface Try {
  outcome: 'success' | 'refused' | 'failed'
  upstream: string
  again: boolean
}

/** Failures after which a retry may succeed: the platform has not refused the withdrawal. */
const onTheWay: ReadonlySet<ProviderFailure> = new Set(['unavailable', 'timed_out', 'rate_limited'])

/**
 * Pauses before each retry of a deleted connection's withdrawal, in milliseconds. All four lie within the eight hours
 * of an access token's life.
 */
const againAfterMs = [60_000, 10 * 60_000, 3_600_000, 4 * 3_600_000]

/** How often a deleted connection's withdrawal is retried in the background. */
export const mostWithdrawalTries = againAfterMs.length

/** The longest time of one try, in milliseconds, its renewal included. After it, another process may try. */
export const withdrawalReturnMs = 2 * 60_000

/** How long a withdrawal is put off at most, in milliseconds: new, after one try, after two, and so on. */
export const withdrawalMsByTries = [...againAfterMs, 0].map((ms) => Math.max(ms, withdrawalReturnMs))

/**
 * Withdraws the grant of a deleted connection and audits the outcome: `revoked`, refused and why, not possible with its
 * scope, or not withdrawn after a temporary failure, which is retried in the background. `tries` counts the retries so
 * far. A failure of the platform is no failure of the call: the deletion that the caller asked for is done.
 */
export async function withdrawDeleted(ctx: Context, { row, credential }: Opened, tries = 0): Promise<void> {
  const { db, now } = ctx.services
  const result = await tryOnce(ctx, credential)
  const pause = result.again ? againAfterMs[tries] : undefined
  const connection = { orgId: row.org_id, id: row.id }
  await db.transaction().execute(async (trx) => {
    if (result.upstream === 'revoked') await markRevoked(trx, { ...connection, version: row.version }, withdrawnHealth)
    const again = pause !== undefined && (await putOffWithdrawal(trx, connection, new Date(now().getTime() + pause)))
    if (!again) await endWithdrawal(trx, connection)
    const upstream = again ? `${result.upstream} It is tried again.` : result.upstream
    await insertAuditEvent(trx, withdrawalEvent(ctx, withdrawnOf(row), { ...result, upstream }))
  })
}

/** Ends a withdrawal that cannot be tried (again), and audits the reason. */
export async function giveUpWithdrawal(ctx: Context, row: ConnectionRow, reason: string): Promise<void> {
  const result = { outcome: 'failed' as const, upstream: `not withdrawn, because: ${reason}` }
  await ctx.services.db.transaction().execute(async (trx) => {
    await endWithdrawal(trx, { orgId: row.org_id, id: row.id })
    await insertAuditEvent(trx, withdrawalEvent(ctx, withdrawnOf(row), result))
  })
}

/**
 * Withdraws a credential that is not kept: another has replaced it, or it could not be stored. Nothing remains for a
 * later retry, so a temporary failure is retried at once. Audits the outcome.
 */
export async function withdrawUnkept(ctx: Context, withdrawn: Withdrawn, credential: Credential): Promise<void> {
  const first = await tryOnce(ctx, credential)
  const result = first.again ? await tryOnce(ctx, credential) : first
  await insertAuditEvent(ctx.services.db, withdrawalEvent(ctx, withdrawn, result))
}

/** Withdraws a grant that was just given and could not be stored, as `withdrawUnkept` does. */
export async function withdrawUnstored(
  ctx: Context,
  withdrawn: Withdrawn & { app: App },
  method: string,
  { stored }: Connected,
): Promise<void> {
  await withdrawUnkept(ctx, withdrawn, ctx.services.providers.of(withdrawn.app).open(method, stored))
}

/** What the withdrawal of a connection names. */
export function withdrawnOf(row: ConnectionRow): Withdrawn {
  return { orgId: row.org_id, id: row.id, projectId: row.project_id, app: row.app, name: row.name }
}

/** One try, with a deadline of its own. */
async function tryOnce({ services }: Context, { revoke }: Credential): Promise<Try> {
  if (revoke === undefined) return { outcome: 'refused', upstream: 'not possible at this platform', again: false }
  try {
    const answer = await withDeadline(services.upstreamDeadlineMs, revoke)
    if (answer === 'revoked') return { outcome: 'success', upstream: 'revoked', again: false }
    return { outcome: 'refused', upstream: 'not possible with this scope', again: false }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.failure === 'refused')
      return { outcome: 'refused', upstream: `refused because: ${error.message}`, again: false }
    const upstream = `not withdrawn, because: ${error.message}`
    return { outcome: 'failed', upstream, again: onTheWay.has(error.failure) }
  }
}

function withdrawalEvent(ctx: Context, withdrawn: Withdrawn, { outcome, upstream }: Omit<Try, 'again'>) {
  const { orgId, id, projectId, app, name } = withdrawn
  return auditEvent(ctx, {
    orgId,
    action: 'appConnections.revokeUpstream',
    target: { type: 'app-connection', id },
    projectId,
    outcome,
    detail: { ...(name === undefined ? {} : { name }), app, upstream },
  })
}
