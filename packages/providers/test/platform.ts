import type { App, Method } from '@app-connections/schemas'
import type { Account } from '../src/contract.ts'

/** Method and credentials as a caller gives them. */
export interface Given {
  readonly method: Method
  readonly credentials: Readonly<Record<string, string>>
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
  /** A code as a person's consent yields it; only where the platform has a method by consent. */
  consent?(authorizeUrl: string): Promise<string>
  close(): Promise<void>
}

/** Starts what stands in for an app's platform. It is found by its place, beside the provider: `src/<app>/test/platform.ts`. */
export async function startPlatform(app: App): Promise<Platform> {
  const file: { startPlatform(): Promise<Platform> } = await import(`../src/${app}/test/platform.ts`)
  return file.startPlatform()
}

/** Whether a text holds a secret of credentials. */
export function holdsSecret(text: string, { credentials }: Given): boolean {
  return Object.values(credentials).some((secret) => text.includes(secret))
}
