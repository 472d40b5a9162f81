/** A credential that was just made for somebody for a while. */
export interface MadeLease {
  /** Its id at the platform, by which it can be ended. It is no secret. */
  readonly id: string
  /** What its holder gets. */
  readonly token: string
}

/**
 * The credentials that one credential can make of its account for others. Calls end by their deadline and reject only with
 * `ProviderError`; `insufficient_scope` means that this credential may not do it, and the sentence says which one may.
 * `unavailable` and `timed_out` leave open whether the platform has done it.
 */
export interface Leasing {
  /**
   * Makes one that ends by itself after so many seconds, marked by an id of ours so that `find` finds it. Never retries.
   * Rejects with `not_accepted` where the account may have no more.
   */
  make(
    wanted: { readonly mark: string; readonly scopes: readonly string[]; readonly seconds: number },
    deadline: AbortSignal,
  ): Promise<MadeLease>
  /** The ids of those of the account that bear a mark. */
  find(mark: string, deadline: AbortSignal): Promise<string[]>
  /** Ends one of the account. One that is not there (any more) is ended. */
  end(id: string, deadline: AbortSignal): Promise<void>
}
