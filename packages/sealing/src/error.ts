/**
 * `invalid-key`: text that is no key. `wrong-key`: sealed under another key-encryption key. `damaged`: altered, cut
 * short, or moved from where it was sealed. `unknown-key`: its data key is not at hand. `no-keys`: an organization
 * without keys.
 */
export type SealingErrorCode = 'invalid-key' | 'wrong-key' | 'damaged' | 'unknown-key' | 'no-keys'

/** The one error of this package. Its message may contain ids and purposes, never a key or a plaintext. */
export class SealingError extends Error {
  override readonly name = 'SealingError'
  readonly code: SealingErrorCode

  constructor(code: SealingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
