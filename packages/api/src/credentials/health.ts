import type { ConnectionRow } from '@app-connections/db'
import type { ProviderError, ProviderFailure } from '@app-connections/providers'
import {
  type Health,
  type HealthReason,
  type HealthStatus,
  healthReasonSchema,
  healthStatusSchema,
} from '@app-connections/schemas'

/** What a connection is after its credential was just proved. */
export function healthy(now: Date) {
  const status: HealthStatus = 'healthy'
  const reason: HealthReason = 'works'
  return { health: status, health_reason: reason, health_since: now, last_success_at: now }
}

/** What a connection is after a failure; undefined where the failure says nothing about it. */
export function afterFailure(failure: ProviderFailure): { health: HealthStatus; reason: HealthReason } | undefined {
  switch (failure) {
    case 'refused':
      return { health: 'reconnect_required', reason: 'refused' }
    case 'account_problem':
      return { health: 'degraded', reason: 'account_problem' }
    case 'unavailable':
    case 'timed_out':
      return { health: 'degraded', reason: 'unavailable' }
    // Too many calls, a scope that does not reach, our own configuration: nothing the credential has become.
    case 'rate_limited':
    case 'insufficient_scope':
    case 'misconfigured':
    case 'not_supported':
      return undefined
  }
}

/** The change that a failure makes to a row, or undefined where it makes none. */
export function failureChange(row: ConnectionRow, error: ProviderError, now: Date) {
  const next = afterFailure(error.failure)
  if (next === undefined || (row.health === next.health && row.health_reason === next.reason)) return undefined
  // A dead credential does not become a merely doubtful one because its platform is down as well.
  if (row.health === 'reconnect_required' && next.health === 'degraded') return undefined
  return {
    health: next.health,
    health_reason: next.reason,
    health_since: row.health === next.health ? row.health_since : now,
  }
}

const remedies: Record<HealthReason, string | null> = {
  works: null,
  not_checked: null,
  refused: 'Reconnect it with a new credential: the platform no longer accepts this one.',
  refresh_refused: 'Reconnect it: the consent has been withdrawn or has ended.',
  refresh_outcome_unknown: 'Reconnect it: a renewal was cut off, and the platform no longer accepts what is stored.',
  account_problem:
    'Resolve what the platform holds against the account: it may be suspended, unpaid or in need of a new password.',
  insufficient_scope: 'Reconnect it with a credential of a wider scope.',
  unavailable: 'Nothing for now: the platform gave no usable answer, and the next use tries again.',
  revoked: 'Reconnect it: the consent was withdrawn when it was deleted.',
}

/** Health as callers see it. A word that this release does not know reads as not checked. */
export function shapeHealth(row: ConnectionRow): Health {
  const reason = healthReasonSchema.safeParse(row.health_reason).data ?? 'not_checked'
  return {
    status: healthStatusSchema.safeParse(row.health).data ?? 'unchecked',
    reason,
    since: row.health_since?.toISOString() ?? null,
    lastSuccessAt: row.last_success_at?.toISOString() ?? null,
    expiresAt: row.credential_expires_at?.toISOString() ?? null,
    remedy: remedies[reason],
  }
}
