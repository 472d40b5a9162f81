/**
 * How a call to a platform failed:
 * - `refused`: the platform does not accept the credential
 * - `account_problem`: the credential may be good, but the platform does not serve its account now (suspended, unpaid, …)
 * - `insufficient_scope`: the credential is good, but not for this call
 * - `rate_limited`: too many calls for this account; later will do
 * - `unavailable`: no usable answer (5xx, broken connection, HTML, redirect, too large, not what was documented)
 * - `timed_out`: no answer by the deadline
 * - `gone`: the credential is good, but does not reach what the call names (any more)
 * - `not_accepted`: the platform understood the call and refused what it asks for; nothing was changed
 * - `misconfigured`: the platform does not know this service's own OAuth client; the operator must mend that
 */
export type ProviderFailure =
  | 'refused'
  | 'account_problem'
  | 'insufficient_scope'
  | 'rate_limited'
  | 'unavailable'
  | 'timed_out'
  | 'gone'
  | 'not_accepted'
  | 'misconfigured'

/**
 * The one error of the provider layer. `message` is a sentence of this service for callers. `detail` is only for the
 * log: it may quote the platform, never a credential.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly failure: ProviderFailure
  readonly detail: string

  constructor(failure: ProviderFailure, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.failure = failure
    this.detail = options.detail ?? ''
  }
}
