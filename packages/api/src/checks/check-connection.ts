import { type ConnectionRow, recordCheck, selectConnection } from '@app-connections/db'
import { ProviderError, type ProviderFailure } from '@app-connections/providers'
import type { Context } from '../context.ts'
import { mayRecover, nextCheckAt } from '../credentials/health.ts'
import { useCredential } from '../credentials/use.ts'

/** What came of a check: how many calls the account has left, where that is known, and the failure if there was one. */
export interface CheckResult {
  remaining: number | null
  failure?: ProviderError
}

/** After a failure that may pass, and where little was left, the next look comes so soon, in milliseconds. */
const soonMs = 15 * 60_000

const passing: ReadonlySet<ProviderFailure> = new Set(['unavailable', 'timed_out', 'rate_limited'])

/**
 * Asks the platform whether a connection still works, through the one door, and stores what was observed and when to look
 * again. `politely`: not where the account has little left. A failure of the platform is a result; the row says what it
 * means. Rejects with 404 (deleted meanwhile) and with what nobody foresees.
 */
export async function checkConnection(
  ctx: Context,
  connection: { orgId: string; id: string },
  politely: boolean,
): Promise<CheckResult> {
  const { db, now } = ctx.services
  try {
    const found = await useCredential(
      ctx,
      connection,
      async (provider, stored, deadline, { version }) => {
        const left = politely ? await provider.headroom(stored, deadline) : null
        if (left !== null && left < provider.allowance.keep) return { version, remaining: left }
        return { version, ...(await provider.check(stored, deadline)) }
      },
      { evenRefused: true },
    )
    if (!('observed' in found)) {
      await recordCheck(db, { ...connection, ...found }, { next_check_at: nextCheckAt(now(), soonMs) })
    } else {
      const { observed, account, expiresAt, version } = found
      const changes = {
        next_check_at: nextCheckAt(now()),
        ...(expiresAt === undefined ? {} : { credential_expires_at: expiresAt }),
      }
      await recordCheck(db, { ...connection, version }, changes, { observed, account })
    }
    return { remaining: found.remaining }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const row = await selectConnection(db, connection.orgId, connection.id)
    if (row !== undefined) {
      await recordCheck(db, { ...connection, version: row.version }, { next_check_at: lookAgain(row, error, now()) })
    }
    return { remaining: null, failure: error }
  }
}

function lookAgain(row: ConnectionRow, { failure }: ProviderError, now: Date): Date | null {
  if (row.health === 'reconnect_required') return mayRecover(row.health_reason) ? nextCheckAt(now) : null
  return passing.has(failure) ? nextCheckAt(now, soonMs) : nextCheckAt(now)
}
