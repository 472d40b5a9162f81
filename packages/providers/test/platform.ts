import type { App, Method } from '@app-connections/schemas'
import type { Account } from '../src/contract.ts'
import { startHeroku } from './heroku.ts'
import { startRender } from './render.ts'

/** Method and credentials as a caller gives them. */
export interface Given {
  readonly method: Method
  readonly credentials: unknown
}

/** Credentials that must be accepted, and what must be learned of the account behind them. */
export interface Accepted {
  readonly title: string
  readonly input: Given
  readonly account: Account
}

/** Credentials that must be refused, with what the sentence must say. */
export interface Refused {
  readonly title: string
  readonly input: Given
  readonly sentence: RegExp
}

/** A platform, or what stands in for it over real sockets, as the contract test needs it of every provider. */
export interface Platform {
  /** The environment that leads the provider there, with all that its methods need. */
  readonly variables: Record<string, string>
  readonly accepted: readonly Accepted[]
  readonly refused: readonly Refused[]
  /** Whether a text holds the secret part of credentials. */
  holdsSecret(text: string, input: Given): boolean
  /** A code as a person's consent yields it; only where the platform has a method by consent. */
  consent?(authorizeUrl: string): Promise<string>
  close(): Promise<void>
}

/** One a provider, so that the compiler asks for the one a new provider needs. */
export const platforms: { readonly [A in App]: () => Promise<Platform> } = { heroku: startHeroku, render: startRender }
