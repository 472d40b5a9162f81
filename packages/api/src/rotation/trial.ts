import type { ConnectionRow } from '@app-connections/db'
import { type Checked, type Credential, ProviderError, type Resource, type Session } from '@app-connections/providers'
import { appSchema, resourcesOf } from '@app-connections/schemas'
import { rotationTrialFailed } from '../failures/rotation.ts'

/** Failures that say nothing about the credential: the trial is repeated. */
export const noVerdict: ReadonlySet<string> = new Set(['unavailable', 'timed_out', 'rate_limited'])

/**
 * Tries a credential with what its connection is used for, before it takes the place of `present`: it must be of the same
 * account and reach all that the present one reaches. Errors: 409 (it does not; also where the platform refuses it), and
 * the platform's failures that say nothing about it.
 */
export async function tryCredential(
  row: ConnectionRow,
  next: Credential,
  present: Credential,
  deadline: AbortSignal,
): Promise<Checked> {
  const checked = await next.session.check(deadline).catch((error: unknown) => Promise.reject(verdictOf(error)))
  const { id } = row.account
  if (id !== undefined && checked.account.id !== id) throw rotationTrialFailed('is of another account')
  const less = Object.entries(row.observed).some(([what, had]) => had === true && !reaches(checked, what))
  if (less) throw rotationTrialFailed('reaches less than the one before')
  await requireSameReach(row, next.session, present.session, deadline)
  return checked
}

function reaches({ observed }: Checked, what: string): boolean {
  return Object.entries(observed).some(([name, allowed]) => name === what && allowed)
}

async function requireSameReach(
  { app }: ConnectionRow,
  next: Session,
  present: Session,
  deadline: AbortSignal,
): Promise<void> {
  const had = await present.resources?.(deadline).catch(noneWhereDead)
  if (had === undefined) return
  const has = await next.resources?.(deadline).catch((error: unknown) => Promise.reject(verdictOf(error)))
  const ids = new Set(has?.map(({ id }) => id))
  const missing = had.filter(({ id }) => !ids.has(id))
  const what = resourcesOf(appSchema.parse(app))?.many ?? 'resources'
  if (missing.length > 0) throw rotationTrialFailed(`does not reach ${missing.length} of the ${what}`)
}

/** A present credential that no longer works is nothing to compare with. */
function noneWhereDead(error: unknown): Resource[] {
  if (error instanceof ProviderError && !noVerdict.has(error.failure)) return []
  throw error
}

function verdictOf(error: unknown): unknown {
  if (!(error instanceof ProviderError) || noVerdict.has(error.failure)) return error
  return rotationTrialFailed(
    error.failure === 'refused'
      ? 'was refused when it was tried: it may have been revoked at its platform'
      : `did not work when it was tried: ${error.message.replace(/\.$/, '')}`,
  )
}
