import type { Broker, BrokerSession } from './broker/contract.ts'
import type { ConfigRules, ConfigSession } from './config-contract.ts'
import type { ProviderFailure } from './error.ts'
import type { Leasing } from './lease-contract.ts'
import type { Rotation } from './rotation-contract.ts'

/** JSON that can be sealed and fingerprinted. */
export type JsonObject = { readonly [key: string]: string | number | boolean | null | JsonObject }

/** What is known of the account behind a credential. What the credential may not read is absent. */
export interface Account {
  readonly id?: string
  readonly email?: string
  /** The scope of the consent. That of a pasted credential is unknown. */
  readonly scope?: string
}

/**
 * What a credential reached when it was just tried: the account's own data, and its resources (the wire calls those of
 * every platform `apps`). What was not tried is absent. This is not the credential's scope.
 */
export interface Observed {
  readonly account?: boolean
  readonly apps?: boolean
}

/** A credential that its platform has accepted. */
export interface Connected {
  /** What is sealed and stored, in clear. The provider's `stored` schema parses it when it is opened. */
  readonly stored: JsonObject
  /** What identifies a credential. The fingerprint is computed over it. */
  readonly identity: JsonObject
  readonly account: Account
  /** What it reached during the call. */
  readonly observed: Observed
  /** When the stored credential ends; null where unknown. */
  readonly expiresAt: Date | null
  /** Why the platform could not be asked about it after issuing it; absent where it could. */
  readonly unverified?: ProviderFailure
}

/** A credential that was exchanged for a fresher one. */
export interface Refreshed {
  readonly stored: JsonObject
  readonly expiresAt: Date | null
}

/** The result of a check of a credential that works. */
export interface Checked {
  /** The account behind it, as far as the credential may read it. */
  readonly account: Account
  readonly observed: Observed
  /** When it ends, where the platform says so. */
  readonly expiresAt?: Date
  /** How many calls its account has left; null where the platform does not say. */
  readonly remaining: number | null
}

/** What a platform allows an account, over all its credentials. */
export interface Allowance {
  readonly callsPerHour: number
  /** With fewer calls left than this, background work waits. */
  readonly keep: number
  /** The most calls that one check makes. */
  readonly callsPerCheck: number
}

/** A consent at a platform, where this service is registered as an OAuth client. */
export interface Consent {
  readonly clientId: string
  /** The scope that the consent asks for. */
  readonly scope: string
  /** The address where a person gives the consent. */
  authorizeUrl(state: string): string
  /**
   * Trades a single-use code for a credential. It never retries, because a second try could only fail. Then it asks for
   * the account. Where only that fails, and not because the credential is refused, it returns the credential as
   * `unverified`: otherwise the code would be wasted, and the grant would live on unknown.
   */
  exchange(code: string, deadline: AbortSignal): Promise<Connected>
  /** Whether the platform accepts this client's secret. */
  checkClient(deadline: AbortSignal): Promise<boolean>
}

/** Something that a credential reaches at its platform. */
export interface Resource {
  readonly id: string
  readonly name: string
}

/** How a withdrawal ended. `not_possible`: the credential is not allowed to do that. */
export type Withdrawal = 'revoked' | 'not_possible'

/**
 * A method: how a credential comes, lives and ends. Every member is a capability; an absent one cannot be done. Every
 * call ends by `deadline`, which covers all calls of one request together, and rejects only with `ProviderError`.
 */
export interface Method<Credentials, Stored> {
  /** Checks given credentials of any scope at the platform, and reads their account. Changes nothing there. */
  connect?(credentials: Credentials, deadline: AbortSignal): Promise<Connected>
  /** Absent also where the operator has not registered this service at the platform. */
  readonly consent?: Consent
  /** Whether this credential can be refreshed by a service that is registered as its client. */
  refreshable?(stored: Stored): boolean
  /**
   * Trades what is stored for a fresher credential. Only `refused` means that nothing but a new consent helps. A
   * refresh token in the answer replaces the old one; without one, the old one stays. Absent also where this service is
   * not registered.
   */
  refresh?(stored: Stored, deadline: AbortSignal): Promise<Refreshed>
  /** Withdraws the credential at its platform. A grant ends with all its tokens. */
  revoke?(stored: Stored, deadline: AbortSignal): Promise<Withdrawal>
  /** What its credentials can do at their account to be replaced by others. */
  rotation?(stored: Stored): Rotation
  /** What its credentials can make of their account for others, for a while. */
  leasing?(stored: Stored): Leasing
}

/**
 * A session: what an opened credential can do at its platform. Every optional member is a capability; one that is absent
 * cannot be done. Calls end and reject as those of a method do.
 */
export interface Session {
  /** Tries what the credential reaches. Rejects with `refused` where that is nothing. Changes nothing there. */
  check(deadline: AbortSignal): Promise<Checked>
  /**
   * How many calls the credential's account has left, without counting as one; null where the credential may not ask.
   */
  headroom?(deadline: AbortSignal): Promise<number | null>
  /** All resources that the credential reaches, by name. */
  resources?(deadline: AbortSignal): Promise<Resource[]>
  readonly config?: ConfigSession
  readonly broker?: BrokerSession
}

/** An opened credential: its session, and what its method can still do with it. */
export interface Credential extends Bound {
  readonly session: Session
  /**
   * Whether it is of a kind that can be refreshed. `refresh` is absent even then where this service is not registered.
   */
  readonly refreshable: boolean
}

/** The parts of a method that are bound to one opened credential. */
interface Bound {
  refresh?(deadline: AbortSignal): Promise<Refreshed>
  revoke?(deadline: AbortSignal): Promise<Withdrawal>
  readonly rotation?: Rotation
  readonly leasing?: Leasing
}

/** A platform as the service sees it. It parses all input by its author's schemas. */
export interface Provider {
  /** What the platform allows an account; absent where it does not say. */
  readonly allowance?: Allowance
  /** What can be asked of the platform through a grant; absent where nothing can. */
  readonly broker?: Broker
  /** What named values of its resources may be; absent where it has none. */
  readonly config?: ConfigRules
  /** How credentials of a method are obtained; undefined where the platform has no such method. */
  method(name: string): Pick<Method<unknown, never>, 'connect' | 'consent'> | undefined
  /** Opens the stored content of a credential of that method. Throws where its method or form is unknown. */
  open(method: string, stored: unknown): Credential
}
