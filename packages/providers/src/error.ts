/**
 * How a call to a platform failed:
 * - `refused`: the platform does not accept the credential, or the account cannot be used
 * - `insufficient_scope`: the credential is good, but not for this call
 * - `rate_limited`: too many calls for this account; later will do
 * - `unavailable`: no usable answer (5xx, broken connection, HTML, redirect, too large, not what was documented)
 * - `timed_out`: no answer by the deadline
 * - `not_supported`: this service does not take this method here
 */
export type ProviderFailure =
  | 'refused'
  | 'insufficient_scope'
  | 'rate_limited'
  | 'unavailable'
  | 'timed_out'
  | 'not_supported'

/**
 * The one error of the provider layer. `message` is a sentence of ours, fit for callers. `detail` is for the log alone:
 * it may quote the platform, never a credential.
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
