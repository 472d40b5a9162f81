/** What a round trip needs: where the service is, who calls, and a token of the platform. */
export interface Service {
  readonly url: string
  readonly accessToken: string
  readonly platformToken: string
}

/** The answers to a generated client on its way from creation to deletion. */
export interface RoundTrip {
  readonly created: { readonly id: string; readonly name: string; readonly method: string }
  readonly read: { readonly id: string; readonly version: number; readonly app: string }
  readonly listed: readonly string[]
  readonly deleted: string
  /** The status and the sentence of reading what is gone. */
  readonly gone: { readonly status: number; readonly message: string }
  /** The places of the mistakes of an empty creation. */
  readonly mistakes: readonly string[]
}
