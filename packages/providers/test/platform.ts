import type { App } from '@app-connections/schemas'
import type { Account, Provider } from '../src/index.ts'
import { startHeroku } from './heroku.ts'

type Input<A extends App> = Parameters<Provider<A>['connect']>[0]

/** Credentials that must be accepted, and what must be learned of the account behind them. */
export interface Accepted<A extends App> {
  readonly title: string
  readonly input: Input<A>
  readonly account: Account
}

/** Credentials that must be refused, with what the sentence must say. */
export interface Refused<A extends App> {
  readonly title: string
  readonly input: Input<A>
  readonly sentence: RegExp
}

/** A platform, or what stands in for it over real sockets, as the contract test needs it of every provider. */
export interface Platform<A extends App> {
  /** The environment that leads the provider there. */
  readonly variables: Record<string, string>
  readonly accepted: readonly Accepted<A>[]
  readonly refused: readonly Refused<A>[]
  /** A method that is in the schemas but not created here. */
  readonly notSupported: Input<A>
  /** Whether a text holds the secret part of credentials. */
  holdsSecret(text: string, input: Input<A>): boolean
  close(): Promise<void>
}

/** One a provider, so that the compiler asks for the one a new provider needs. */
export const platforms: { readonly [A in App]: () => Promise<Platform<A>> } = { heroku: startHeroku }
