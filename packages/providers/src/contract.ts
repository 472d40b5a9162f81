import type { ProviderFailure } from './error.ts'

/** JSON as it is sealed and fingerprinted. */
export type JsonObject = { readonly [key: string]: string | number | boolean | null | JsonObject }

/** What a provider learned of the account behind a credential; what it may not know is absent. */
export interface Account {
  readonly id?: string
  readonly email?: string
  /** The scope that was asked for at consent; a pasted credential has none that could be known. */
  readonly scope?: string
}

/**
 * What a credential was seen to reach when it was tried just now: the account's own data, and its resources (`apps` is the
 * wire's word for those of every platform). What was not tried is absent. This is no scope.
 */
export interface Observed {
  readonly account?: boolean
  readonly apps?: boolean
}

/** A credential that its platform has accepted. */
export interface Connected {
  /** What is sealed and kept, in clear. Opened again, it is parsed by the `stored` schema of its provider. */
  readonly stored: JsonObject
  /** What makes two credentials the same one: the fingerprint is computed over this. */
  readonly identity: JsonObject
  readonly account: Account
  /** What was seen of its reach on the way. */
  readonly observed: Observed
  /** When the stored credential ends; null where that is not known. */
  readonly expiresAt: Date | null
  /** Why the platform could not be asked about it after it was given; absent where it was. */
  readonly unverified?: ProviderFailure
}

/** A credential that was exchanged for a fresher one. */
export interface Refreshed {
  readonly stored: JsonObject
  readonly expiresAt: Date | null
}

/** How a credential was found to be: it works, and this is what else could be learned. */
export interface Checked {
  /** Whose it is, as far as it may know. */
  readonly account: Account
  readonly observed: Observed
  /** When it ends, where that could be learned. */
  readonly expiresAt?: Date
  /** How many calls its account has left by now; null where the platform does not say. */
  readonly remaining: number | null
}

/** What a platform allows an account, all its credentials together. */
export interface Allowance {
  readonly callsPerHour: number
  /** With fewer calls left than that, what is not urgent waits. */
  readonly keep: number
  /** The most calls that one check takes of it. */
  readonly callsPerCheck: number
}

/** A consent at a platform, where this service is registered as an OAuth client. */
export interface Consent {
  readonly clientId: string
  /** The scope that is asked for. */
  readonly scope: string
  /** Where a person gives their consent. */
  authorizeUrl(state: string): string
  /**
   * Trades a single-use code for a credential. Never repeated: a second try could only fail. What can be learned of the
   * account is asked for next; where only that fails, and not because the credential is refused, the credential is given
   * all the same, as `unverified`: the code would be wasted otherwise, and the grant live on unknown.
   */
  exchange(code: string, deadline: AbortSignal): Promise<Connected>
  /** Whether the platform knows this client's secret. */
  checkClient(deadline: AbortSignal): Promise<boolean>
}

/** Something a credential reaches at its platform. */
export interface Resource {
  readonly id: string
  readonly name: string
}

/** How a credential was withdrawn; `not_possible`: it may not do that at its platform. */
export type Withdrawal = 'revoked' | 'not_possible'

/**
 * A method: how a credential comes, lives and ends. Every member is a capability; one that is absent cannot be done.
 * Every call ends by `deadline`, which covers all requests of one caller's request together, and rejects with
 * `ProviderError` alone.
 */
export interface Method<Credentials, Stored> {
  /** Checks given credentials at the platform, whatever their scope, and learns whose they are. Changes nothing there. */
  connect?(credentials: Credentials, deadline: AbortSignal): Promise<Connected>
  /** Absent also where the operator has not registered this service at the platform. */
  readonly consent?: Consent
  /** Whether this one can be refreshed, by a service that is registered as the client it was issued to. */
  refreshable?(stored: Stored): boolean
  /**
   * Trades what is stored for a fresher one; `refused` means that only a new consent helps, and nothing else does.
   * A refresh token in the answer replaces the old one, none keeps it. Absent also where this service is not registered.
   */
  refresh?(stored: Stored, deadline: AbortSignal): Promise<Refreshed>
  /** Withdraws the credential at its platform: a grant ends with all its tokens. */
  revoke?(stored: Stored, deadline: AbortSignal): Promise<Withdrawal>
}

/**
 * A session: what an opened credential can do at its platform. Every optional member is a capability; one that is absent
 * cannot be done. Calls end and reject as those of a method do.
 */
export interface Session {
  /** Tries what the credential reaches. Rejects with `refused` where that is nothing. Changes nothing there. */
  check(deadline: AbortSignal): Promise<Checked>
  /** How many calls the credential's account has left, at no cost; null where this credential may not ask. */
  headroom?(deadline: AbortSignal): Promise<number | null>
  /** Lists what the credential reaches, every page of it, by name. */
  resources?(deadline: AbortSignal): Promise<Resource[]>
}

/** A credential as it was opened: its session, and what its method can still do with it. */
export interface Credential extends Pick<Bound, 'refresh' | 'revoke'> {
  readonly session: Session
  /** Whether it is of the kind that is refreshed; `refresh` is absent all the same where this service is not registered. */
  readonly refreshable: boolean
}

/** What of a method is bound to one opened credential. */
interface Bound {
  refresh?(deadline: AbortSignal): Promise<Refreshed>
  revoke?(deadline: AbortSignal): Promise<Withdrawal>
}

/** A platform as the service sees it. What crosses is parsed here by the schemas of its author, on the way in. */
export interface Provider {
  /** What the platform allows an account; absent where it says nothing of that. */
  readonly allowance?: Allowance
  /** How credentials of a method come; undefined where the platform has no such method. */
  method(name: string): Pick<Method<unknown, never>, 'connect' | 'consent'> | undefined
  /** Opens what was sealed of a credential of that method. Throws where it is of no known method or shape. */
  open(method: string, stored: unknown): Credential
}
