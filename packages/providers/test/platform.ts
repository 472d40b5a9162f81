import type { App, Method } from '@app-connections/schemas'
import type { Account } from '../src/contract.ts'

/** Method and credentials from a caller. */
export interface Given {
  readonly method: Method
  readonly credentials: Readonly<Record<string, string>>
}

/** Credentials that must be accepted, and the facts of their account. */
export interface Accepted {
  readonly title: string
  readonly input: Given
  readonly account: Account
}

/** Credentials that must be refused, and what the sentence must contain. */
export interface Refused {
  readonly title: string
  readonly input: Given
  readonly sentence: RegExp
}

/** A platform, or its stand-in over real sockets, as the contract test needs it of every provider. */
export interface Platform {
  /** The provider's environment for it, with all that its methods need. */
  readonly variables: Record<string, string>
  readonly accepted: readonly Accepted[]
  readonly refused: readonly Refused[]
  /** The code of a person's consent; only where the platform has a method by consent. */
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
