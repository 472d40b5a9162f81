import type { JsonObject } from './contract.ts'

/** A credential that was just made at its platform. */
export interface MadeCredential {
  /** Its id at the platform, by which it can be ended. It is no secret. */
  readonly id: string
  /** What is sealed and stored, in clear, as of a credential that was connected. */
  readonly stored: JsonObject
  readonly identity: JsonObject
  /** When it ends; null where unknown. */
  readonly expiresAt: Date | null
}

/**
 * What one credential can do with those of its account. Calls end by their deadline and reject only with `ProviderError`;
 * `insufficient_scope` means that this credential may not do it, and the sentence says which one may. `unavailable` and
 * `timed_out` leave open whether the platform has done it.
 */
export interface Rotation {
  /** The id of this credential; undefined where it cannot be told apart among those of its account. */
  own(deadline: AbortSignal): Promise<string | undefined>
  /**
   * Makes another credential of the same account that reaches at least as much, marked by an id of ours so that `find`
   * finds it. Never retries. Rejects with `not_accepted` where the account may have no more.
   */
  make(mark: string, deadline: AbortSignal): Promise<MadeCredential>
  /** The ids of the credentials of the account that bear a mark. */
  find(mark: string, deadline: AbortSignal): Promise<string[]>
  /** Ends a credential of the account. One that is not there (any more) is ended. */
  end(id: string, deadline: AbortSignal): Promise<void>
}
