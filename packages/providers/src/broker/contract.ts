import type { Readable } from 'node:stream'
import type { StreamAnswer } from '../stream.ts'
import type { Match } from './match.ts'
import type { Route } from './route.ts'

/** How callers use the platform without its credential. */
export interface Broker {
  readonly routes: readonly Route[]
  /** What a request to the platform is, by its method and the decoded parts of its path. */
  find(method: string, segments: readonly string[]): Match
  /** The platform's own word for an error of that status: its clients look at it. */
  errorId(status: number): string
}

/** Carries out requests of others with the credential put in. */
export interface BrokerSession {
  /**
   * Resolves when the platform's headers are there, whatever its status. The credential is in `secrets`, and may be in
   * the answer as well.
   */
  forward(request: ForwardRequest): Promise<StreamAnswer>
  /** The id of the resource of that name; undefined where the credential reaches none. */
  resolve(name: string, deadline: AbortSignal): Promise<string | undefined>
  /** What must not reach the caller. */
  readonly secrets: readonly string[]
  /** Absent where no answer leads to a stream. */
  readonly streams?: Streams
}

/** Streams at addresses that answers hold, each of which is a right by itself. */
export interface Streams {
  /**
   * The address in the JSON of an answer of the kind `stream`, and that JSON with another in its place. Undefined where
   * there is none, or none of the platform's.
   */
  find(json: unknown): { readonly url: string; replacedBy(url: string): unknown } | undefined
  /** Opens one that `find` gave, which may be silent for as long as it likes. No credential goes there. */
  open(request: Pick<ForwardRequest, 'headers' | 'signal'> & { readonly url: string }): Promise<StreamAnswer>
}

/** A request of a caller's, judged and rebuilt, before the credential is put in. */
export interface ForwardRequest {
  readonly method: string
  /** Path and query below the platform's address. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable | Buffer | null
  readonly signal: AbortSignal
}
