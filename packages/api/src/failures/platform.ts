import type { ProviderFailure } from '@app-connections/providers'
import type { FailureCode } from '@app-connections/schemas'

/** A platform's failures in this service's codes. The provider gives the sentence. */
export const platformFailures = {
  refused: { code: 'credentialRefused' },
  account_problem: { code: 'accountProblem' },
  misconfigured: { code: 'clientMisconfigured' },
  insufficient_scope: { code: 'scopeTooNarrow' },
  gone: { code: 'resourceGone' },
  not_accepted: { code: 'changeRefused' },
  rate_limited: { code: 'platformLimit', retryAfterSeconds: 60 },
  unavailable: { code: 'platformUnusable' },
  timed_out: { code: 'platformTooSlow' },
} as const satisfies Record<ProviderFailure, { code: FailureCode; retryAfterSeconds?: number }>

export type PlatformCode = (typeof platformFailures)[ProviderFailure]['code']
