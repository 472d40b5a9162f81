import type { ConnectionRow, Ending } from '@app-connections/db'
import type { Connected, ProviderError, ProviderFailure } from '@app-connections/providers'
import {
  type Ability,
  type Health,
  type HealthReason,
  type HealthStatus,
  healthReasonSchema,
  healthStatusSchema,
  renewedMethods,
} from '@app-connections/schemas'

/** How often a connection is checked, give or take a fifth, in milliseconds: 6 hours. */
export const checkEveryMs = 6 * 3_600_000

/** The spread of that, and the longest time until the next check, in milliseconds. */
const spread = { least: 0.8, most: 1.2 }
export const latestCheckMs = checkEveryMs * spread.most

/** A credential that ends within this time, in milliseconds, counts as expiring: a week. */
export const endsSoonMs = 7 * 86_400_000

/**
 * Which credentials are expiring at a time: they end within a week or have ended, and the service does not renew them.
 */
export function expiringAt(now: Date): Ending {
  return { before: new Date(now.getTime() + endsSoonMs), renewed: renewedMethods }
}

/** The time of a connection's next check, spread so that connections made together are not checked together. */
export function nextCheckAt(now: Date, everyMs = checkEveryMs): Date {
  return new Date(now.getTime() + everyMs * (spread.least + Math.random() * (spread.most - spread.least)))
}

/** The columns of a credential that was accepted just now. One that could not be verified is checked at once. */
export function accepted(
  { account, observed, expiresAt, unverified }: Pick<Connected, 'account' | 'observed' | 'expiresAt' | 'unverified'>,
  now: Date,
) {
  return {
    account: JSON.stringify(account),
    observed: JSON.stringify(observed),
    credential_expires_at: expiresAt,
    next_check_at: unverified === undefined ? nextCheckAt(now) : now,
    ...(unverified === undefined ? healthy(now) : untried(unverified, now)),
  }
}

function untried(failure: ProviderFailure, now: Date) {
  const known = failure === 'account_problem' ? afterFailure(failure) : undefined
  const { health, reason } = known ?? { health: 'unchecked' as const, reason: 'not_checked' as const }
  return { health, health_reason: reason, health_since: now }
}

/** The health of a connection whose credential has just worked. */
export function healthy(now: Date) {
  const status: HealthStatus = 'healthy'
  const reason: HealthReason = 'works'
  return { health: status, health_reason: reason, health_since: now, last_success_at: now }
}

/** The health of a connection after a failure; undefined where the failure says nothing about it. */
export function afterFailure(failure: ProviderFailure): { health: HealthStatus; reason: HealthReason } | undefined {
  switch (failure) {
    case 'refused':
      return { health: 'reconnect_required', reason: 'refused' }
    case 'account_problem':
      return { health: 'degraded', reason: 'account_problem' }
    case 'unavailable':
    case 'timed_out':
      return { health: 'degraded', reason: 'unavailable' }
    // Too many calls, a scope that does not reach, a resource that is gone or refuses a change, our own configuration: the
    // credential itself is as it was.
    case 'rate_limited':
    case 'insufficient_scope':
    case 'gone':
    case 'not_accepted':
    case 'misconfigured':
      return undefined
  }
}

/** The health of a connection whose grant was withdrawn at its platform: only a new consent helps. */
export const withdrawnHealth: Pick<HealthChange, 'health' | 'health_reason'> = {
  health: 'reconnect_required',
  health_reason: 'revoked',
}

/** The health of a deleted connection after its restoration. */
export function afterRestoring({ health, health_reason, revoked }: ConnectionRow) {
  return revoked ? withdrawnHealth : { health, health_reason }
}

/** The health of a connection that works, but whose rotation was tried for the last time and failed. */
export const rotationFailedHealth: Pick<HealthChange, 'health' | 'health_reason'> = {
  health: 'degraded',
  health_reason: 'rotation_failed',
}

/** Whether a connection works, as far as is known, and only its rotation has failed. */
export function onlyRotationFailed({ health_reason }: { health_reason: string }): boolean {
  return health_reason === rotationFailedHealth.health_reason
}

/** Whether a refused credential may work again: the platform's refusal may have been a mistake. */
export function mayRecover(reason: string): boolean {
  return reason === 'refused'
}

/** Whether a credential no longer works and never will: the connection needs another one. */
export function onlyReconnectHelps({ health, health_reason }: { health: string; health_reason: string }): boolean {
  return health === 'reconnect_required' && !mayRecover(health_reason)
}

/** Whether the connection works again only after somebody acts. */
export function isFailing({ health, health_reason }: { health: string; health_reason: string }): boolean {
  return health === 'reconnect_required' || (health === 'degraded' && health_reason === 'account_problem')
}

/** A change of a connection's health. */
export interface HealthChange {
  health: HealthStatus
  health_reason: HealthReason
  health_since: Date | null
  last_success_at?: Date
}

/** The change that a failure makes to a row; undefined where it makes none. */
export function failureChange(row: ConnectionRow, error: ProviderError, now: Date): HealthChange | undefined {
  const next = afterFailure(error.failure)
  if (next === undefined || (row.health === next.health && row.health_reason === next.reason)) return undefined
  // While the platform is down, a refused credential stays refused, and a problem of the account stays one.
  if (row.health === 'reconnect_required' && next.health === 'degraded') return undefined
  if (row.health_reason === 'account_problem' && next.reason === 'unavailable') return undefined
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
  unavailable: 'Nothing for now: the platform gave no usable answer, and the next use tries again.',
  revoked: 'Reconnect it: its credential was withdrawn when it was deleted.',
  rotation_failed:
    'It works, but its credential could not be rotated. Its rotation says why: mend that, then rotate it.',
}

/** The health in the words of the wire. A word that this release does not know reads as not checked. */
export function readHealth(
  row: Pick<ConnectionRow, 'health' | 'health_reason' | 'credential_expires_at'>,
): Pick<Health, 'status' | 'reason' | 'remedy' | 'expiresAt'> {
  const reason = healthReasonSchema.safeParse(row.health_reason).data ?? 'not_checked'
  return {
    status: healthStatusSchema.safeParse(row.health).data ?? 'unchecked',
    reason,
    remedy: remedies[reason],
    expiresAt: row.credential_expires_at?.toISOString() ?? null,
  }
}

/** Health as callers see it. */
export function shapeHealth(row: ConnectionRow): Health {
  return {
    ...readHealth(row),
    since: row.health_since?.toISOString() ?? null,
    lastSuccessAt: row.last_success_at?.toISOString() ?? null,
    nextCheckAt: onlyReconnectHelps(row) ? null : (row.next_check_at?.toISOString() ?? null),
    account: {
      id: row.account.id ?? null,
      email: row.account.email ?? null,
      scope: row.account.scope ?? null,
    },
    observed: {
      account: ability(row.observed.account),
      apps: ability(row.observed.apps),
      configVars: ability(row.observed.configVars),
    },
  }
}

function ability(allowed: boolean | undefined): Ability {
  if (allowed === undefined) return 'not_tried'
  return allowed ? 'yes' : 'no'
}
