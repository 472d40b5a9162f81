import type { App, CredentialsByApp } from '@app-connections/schemas'
import type * as z from 'zod'
import type { ProviderFailure } from './error.ts'
import type { Http } from './http.ts'

/** JSON as it is sealed and fingerprinted. */
export type JsonObject = { readonly [key: string]: string | number | boolean | null | JsonObject }

/** What a provider learned of the account behind a credential; what it may not know is absent. */
export interface Account {
  readonly id?: string
  readonly email?: string
  /** The scope that was asked for at consent; a pasted credential has none that could be known. */
  readonly scope?: string
}

/** What a credential was seen to reach when it was tried just now; what was not tried is absent. This is no scope. */
export interface Observed {
  readonly account?: boolean
  readonly apps?: boolean
}

/** A credential that its platform has accepted. */
export interface Connected {
  /** What is sealed and kept, in clear. Opened again, it is parsed by the provider's own schema. */
  readonly stored: JsonObject
  /** What makes two credentials the same one: the fingerprint is computed over this. */
  readonly identity: JsonObject
  readonly account: Account
  /** What was seen of its reach on the way. */
  readonly observed: Observed
  /** When the stored credential ends; null where that is not known. */
  readonly expiresAt: Date | null
  /** Why the platform could not be asked about it after it was given; absent where it was. */
  readonly unproved?: ProviderFailure
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

/** A platform's OAuth flow, for which this service is registered as a client. */
export interface OAuth {
  readonly clientId: string
  /** The scope that is asked for. */
  readonly scope: string
  /** Where a person gives their consent. */
  authorizeUrl(state: string): string
  /**
   * Trades a single-use code for a credential. Never repeated: a second try could only fail. What can be learned of the
   * account is asked for next; where only that fails, and not because the credential is refused, the credential is given
   * all the same, as `unproved`: the code would be wasted otherwise, and the grant live on unknown.
   */
  exchange(code: string, deadline: AbortSignal): Promise<Connected>
  /**
   * Trades what is stored for a fresher one; `refused` means that only a new consent helps, and nothing else does.
   * A refresh token in the answer replaces the old one, none keeps it.
   */
  refresh(stored: unknown, deadline: AbortSignal): Promise<Refreshed>
  /** Whether the platform knows this client's secret. */
  checkClient(deadline: AbortSignal): Promise<boolean>
}

/**
 * What the service asks of a third-party platform. Every call ends by `deadline`, which covers all requests of one
 * caller's request together. Rejects with `ProviderError` alone.
 */
export interface Provider<A extends App> {
  readonly app: A
  /**
   * Checks credentials at the platform, whatever their scope, and learns whose they are. Changes nothing there.
   * `input` is the parsed create input; its `method` says how `credentials` are to be read.
   */
  connect(input: CredentialsByApp[A], deadline: AbortSignal): Promise<Connected>
  /** Lists what the credential reaches, every page of it, by name. `stored` is what was sealed, as it came out. */
  apps(stored: unknown, deadline: AbortSignal): Promise<PlatformApp[]>
  readonly allowance: Allowance
  /** How many calls the credential's account has left, at no cost; null where that cannot be asked for free. */
  headroom(stored: unknown, deadline: AbortSignal): Promise<number | null>
  /** Tries what the credential reaches. Rejects with `refused` where that is nothing. Changes nothing there. */
  check(stored: unknown, deadline: AbortSignal): Promise<Checked>
  /**
   * Withdraws the credential at its platform: a grant ends with all its tokens. `not_possible`: this credential may not
   * do that there. Rejects with what the platform's failure was.
   */
  revoke(stored: unknown, deadline: AbortSignal): Promise<'revoked' | 'not_possible'>
  /** Whether what is stored can be refreshed, by a service that is registered as the client it was issued to. */
  refreshable(stored: unknown): boolean
  /** Absent where the operator has not registered this service at the platform. */
  readonly oauth?: OAuth
}

/** Something a credential reaches at its platform. */
export interface PlatformApp {
  readonly id: string
  readonly name: string
}

/** A variable that is missing or wrong, in words for an operator. */
export interface EnvironmentIssue {
  readonly variable: string
  readonly message: string
}

/** A provider before it knows its environment. */
export interface ProviderDefinition<A extends App> {
  issues(variables: unknown): EnvironmentIssue[]
  create(variables: unknown, http: Http): Provider<A>
}

/** Defines a provider by the schema of the variables it owns (named as the platform names them) and its making. */
export function defineProvider<A extends App, Environment>(
  environment: z.ZodType<Environment>,
  create: (environment: Environment, http: Http) => Provider<A>,
): ProviderDefinition<A> {
  return {
    issues(variables) {
      const issues = environment.safeParse(variables).error?.issues ?? []
      return issues.map((issue) => ({ variable: issue.path.join('.'), message: issue.message }))
    },
    create: (variables, http) => create(environment.parse(variables), http),
  }
}
