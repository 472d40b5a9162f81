import type { OrgId } from '@app-connections/db'
import { type ConnectionRow, recordCheck, selectConnection, storeExpiringNotice } from '@app-connections/db'
import { ProviderError, type ProviderFailure } from '@app-connections/providers'
import { attempt } from '../credentials/attempt.ts'
import { RefreshTimeout } from '../credentials/refresh.ts'
import { endsSoonMs, healthy, mayRecover, nextCheckAt } from '../health/health.ts'
import { connectionNotice } from '../health/notice.ts'
import type { Context } from '../procedure/context.ts'
import { allowanceOf } from './pace.ts'

/** The outcome of a check: how many calls the account has left, where the platform says so, and the failure, if any. */
export interface CheckResult {
  remaining: number | null
  failure?: ProviderError
}

/** The next check comes so soon after a temporary failure, and where few calls were left, in milliseconds. */
const soonMs = 15 * 60_000

const temporary: ReadonlySet<ProviderFailure> = new Set(['unavailable', 'timed_out', 'rate_limited'])

/**
 * Asks the platform, through the one door, whether a connection still works, and stores the answer and the time of the
 * next check. With `politely`, it does not ask where the account has few calls left. A failure of the platform is part
 * of the result; the row says what it means. Rejects with 404 (deleted meanwhile) and with unexpected errors.
 */
export async function checkConnection(
  ctx: Context,
  connection: { orgId: OrgId; id: string },
  politely: boolean,
): Promise<CheckResult> {
  const { db, now } = ctx.services
  try {
    const options = { repeatable: true, evenRefused: true }
    const found = await attempt(ctx, connection, options, async ({ session, row, refreshable, deadline }) => {
      const { keep } = allowanceOf(ctx.services.providers, row.app)
      const left = politely ? await session.headroom?.(deadline) : null
      if (left != null && left < keep) return { row, remaining: left }
      return { row, refreshable, ...(await session.check(deadline)) }
    })
    if (!('observed' in found)) {
      await recordCheck(
        db,
        { ...connection, version: found.row.version },
        { next_check_at: nextCheckAt(now(), soonMs) },
      )
    } else {
      const { observed, account, expiresAt, row } = found
      const changes = {
        next_check_at: nextCheckAt(now()),
        ...(expiresAt === undefined ? {} : { credential_expires_at: expiresAt }),
      }
      await recordCheck(db, { ...connection, version: row.version }, changes, {
        observed,
        account,
        counted: { at: now(), failed: false },
      })
      if (!found.refreshable) await noteExpiring(ctx, row, expiresAt ?? row.credential_expires_at)
    }
    return { remaining: found.remaining }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const row = await selectConnection(db, connection.orgId, connection.id)
    if (row !== undefined) {
      const changes = { next_check_at: lookAgain(row, error, now()) }
      const learned = error instanceof RefreshTimeout ? {} : { counted: { at: now(), failed: true } }
      await recordCheck(db, { ...connection, version: row.version }, changes, learned)
    }
    return { remaining: null, failure: error }
  }
}

/** Stores one notice of a credential that ends soon and is not renewed. */
async function noteExpiring({ services }: Context, row: ConnectionRow, end: Date | null): Promise<void> {
  const now = services.now()
  if (end === null || end.getTime() - now.getTime() > endsSoonMs || row.expiring_version === row.version) return
  const subject = { ...row, ...healthy(now), credential_expires_at: end }
  await storeExpiringNotice(services.db, row, connectionNotice('connection.expiring', subject, now))
  services.sendNoticesSoon()
}

function lookAgain(row: ConnectionRow, { failure }: ProviderError, now: Date): Date | null {
  if (row.health === 'reconnect_required') return mayRecover(row.health_reason) ? nextCheckAt(now) : null
  return temporary.has(failure) ? nextCheckAt(now, soonMs) : nextCheckAt(now)
}
